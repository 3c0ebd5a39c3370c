import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from '#prisma/client/client.ts'
import { poolName } from './pool-name.ts'

/** The client outside a transaction, and the one inside: what a query needs is the same in both. */
export type Db = PrismaClient
export type Tx = Prisma.TransactionClient

/** Ten connections a process: more than a web process keeps busy on two cores, few enough for many processes. */
const poolSize = 10
/** How long a request waits for a connection before it is told that the database is away. */
const connectTimeoutMs = 5_000

export function createDb(databaseUrl: string): Db {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: poolName,
  })
  return new PrismaClient({ adapter })
}
