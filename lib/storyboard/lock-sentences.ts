import type { TxCtx } from '#lib/live/transact.ts'

/** Always in one order, so that two who change the same ones do not wait for each other for ever. */
export async function lockSentences(tx: Pick<TxCtx, 'db'>, ids: readonly string[]): Promise<void> {
  await tx.db.$queryRaw`select 1 from sentence where id = any(${[...ids]}::uuid[]) order by id for no key update`
}
