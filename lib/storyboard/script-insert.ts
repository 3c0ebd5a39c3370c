import type { TxCtx } from '#lib/live/transact.ts'

export type NewSection = { id: string; title: string; position: string }
export type NewSentence = {
  id: string
  sectionId: string
  text: string
  speaker: string | null
  imagePrompt: string
  position: string
}
type Where = { projectId: string; versionId: string }

export async function insertSections(tx: TxCtx, projectId: string, sections: readonly NewSection[]): Promise<void> {
  if (sections.length === 0) return
  const data = sections.map((section) => ({ ...section, projectId, scriptTitle: section.title }))
  await tx.db.section.createMany({ data })
}

/** One statement whatever their number: as JSON, because a statement has no room for that many parameters. */
export async function insertSentences(
  tx: TxCtx,
  { projectId, versionId }: Where,
  sentences: readonly NewSentence[],
): Promise<void> {
  if (sentences.length === 0) return
  await tx.db.$executeRaw`
    insert into sentence
      (id, "projectId", "sectionId", text, speaker, "scriptText", "imagePrompt", position, "scriptVersionId", "updatedAt")
    select id, ${projectId}::uuid, "sectionId", text, speaker, text, "imagePrompt", position, ${versionId}::uuid, now()
    from jsonb_to_recordset(${JSON.stringify(sentences)}::jsonb)
      as x(id uuid, "sectionId" uuid, text text, speaker text, "imagePrompt" text, position text)`
}
