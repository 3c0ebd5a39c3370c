/** What the pool's connections are called where Postgres lists who is connected. */
export const poolName = 'framewright pool'
