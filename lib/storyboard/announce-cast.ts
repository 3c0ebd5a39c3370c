import type { TxCtx } from '#lib/live/transact.ts'
import type { CastRow } from './model.ts'
import { readCastMember } from './read-cast.ts'

/** Any sentence may be shown differently now, without having changed itself. */
export async function announceCast(tx: TxCtx, id: string): Promise<CastRow> {
  const row = await readCastMember(tx.db, id)
  tx.publish({ type: 'board.changed', projectId: row.projectId })
  return row
}
