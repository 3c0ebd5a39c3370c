import type { TxCtx } from '#lib/live/transact.ts'
import type { ScriptSectionRow, ScriptSentenceRow } from './script-board.ts'

export type ChangedSentence = Pick<
  ScriptSentenceRow,
  'id' | 'sectionId' | 'text' | 'speaker' | 'scriptText' | 'imagePrompt' | 'position'
>

/** One statement whatever their number. */
export async function updateSentences(tx: TxCtx, rows: readonly ChangedSentence[]): Promise<void> {
  if (rows.length === 0) return
  await tx.db.$executeRaw`
    update sentence s set "sectionId" = x."sectionId", text = x.text, speaker = x.speaker, "scriptText" = x."scriptText",
      "imagePrompt" = x."imagePrompt", position = x.position, version = s.version + 1, "updatedAt" = now(),
      "editedById" = case when s.text <> x.text then ${tx.actor.personId}::uuid else s."editedById" end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(
      id uuid, "sectionId" uuid, text text, speaker text, "scriptText" text, "imagePrompt" text, position text)
    where s.id = x.id`
}

export async function updateSections(
  tx: TxCtx,
  rows: readonly (Pick<ScriptSectionRow, 'id' | 'title' | 'scriptTitle' | 'position'> & { isRemoved: boolean })[],
): Promise<void> {
  if (rows.length === 0) return
  const data = rows.map(({ id, title, scriptTitle, position, isRemoved }) => ({
    id,
    title,
    scriptTitle,
    position,
    isRemoved,
  }))
  await tx.db.$executeRaw`
    update section s set title = x.title, "scriptTitle" = x."scriptTitle", position = x.position,
      version = s.version + 1, "updatedAt" = now(), "deletedAt" = case when x."isRemoved" then ${tx.clock.now()}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(data)}::jsonb) as x(
      id uuid, title text, "scriptTitle" text, position text, "isRemoved" boolean)
    where s.id = x.id`
}

/** Away from the board, and to be found where versions of the script are listed. */
export async function archiveSentences(tx: TxCtx, ids: readonly string[]): Promise<Date> {
  const now = tx.clock.now()
  await tx.db.sentence.updateMany({
    where: { id: { in: [...ids] } },
    data: { deletedAt: now, archivedAt: now, version: { increment: 1 } },
  })
  return now
}
