import type { TxCtx } from '#lib/live/transact.ts'
import type { SentenceRow } from './model.ts'
import { readSentenceRows } from './sentence-rows.ts'

/** What a browser is shown of the sentence has changed: a job of it began or ended, another take is chosen. */
export async function announceSentence(tx: TxCtx, id: string): Promise<void> {
  const { projectId, version } = await tx.db.sentence.update({
    where: { id },
    data: { version: { increment: 1 } },
    select: { projectId: true, version: true },
  })
  tx.publish({ type: 'sentence.updated', projectId, id, version })
}

/** Past this many, browsers read the board once instead of hearing of each row. */
export const mostToldOneByOne = 50

/** Reads rows that have just been written, and tells of them. */
export async function announceAll(tx: TxCtx, named: { projectId: string; ids: string[] }): Promise<SentenceRow[]> {
  const { projectId } = named
  const rows = await readSentenceRows(tx, named)
  if (rows.length > mostToldOneByOne) tx.publish({ type: 'board.changed', projectId })
  else for (const { id, version } of rows) tx.publish({ type: 'sentence.updated', projectId, id, version })
  return rows
}

type One = { projectId: string; id: string }

export async function announceOne(tx: TxCtx, { projectId, id }: One): Promise<SentenceRow> {
  return only(id, await announceAll(tx, { projectId, ids: [id] }))
}

export async function readOne(ctx: Pick<TxCtx, 'db' | 'filesRoot'>, { projectId, id }: One): Promise<SentenceRow> {
  return only(id, await readSentenceRows(ctx, { projectId, ids: [id] }))
}

function only(id: string, [row]: SentenceRow[]): SentenceRow {
  if (!row) throw new Error(`Sentence ${id} vanished inside its own transaction.`)
  return row
}
