import type { Tx } from '#lib/runtime/db.ts'

/** A sentence of the board as an import has to know it. */
export type ScriptSentenceRow = {
  id: string
  sectionId: string
  text: string
  speaker: string | null
  scriptText: string | null
  imagePrompt: string
  position: string
  version: number
  locked: boolean
  hasPicture: boolean
}
export type ScriptSectionRow = {
  id: string
  title: string
  scriptTitle: string | null
  position: string
  version: number
  sentences: ScriptSentenceRow[]
}

/** The board in its order, without what is deleted. Locked with `forUpdate`, so that it stays as it is read. */
export async function readScriptBoard(
  db: Tx,
  projectId: string,
  { forUpdate = false } = {},
): Promise<ScriptSectionRow[]> {
  if (forUpdate) {
    await db.$queryRaw`select 1 from section where "projectId" = ${projectId}::uuid order by id for no key update`
    await db.$queryRaw`select 1 from sentence where "projectId" = ${projectId}::uuid order by id for no key update`
  }
  const sections = await db.section.findMany({
    where: { projectId, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, title: true, scriptTitle: true, position: true, version: true },
  })
  const rows = await db.$queryRaw<ScriptSentenceRow[]>`
    select s.id, s."sectionId", s.text, s.speaker, s."scriptText", s."imagePrompt", s.position, s.version, s.locked,
      s."currentTakeId" is not null as "hasPicture"
    from sentence s where s."projectId" = ${projectId}::uuid and s."deletedAt" is null
    order by s.position, s.id`
  const bySection = Map.groupBy(rows, ({ sectionId }) => sectionId)
  return sections.map((section) => ({ ...section, sentences: bySection.get(section.id) ?? [] }))
}

/** Keys that deleted rows of a section hold, or deleted sections of the project: they may come back. */
export async function readTakenKeys(
  db: Tx,
  projectId: string,
): Promise<{ sections: string[]; sentences: Map<string, string[]> }> {
  const sections = await db.section.findMany({
    where: { projectId, deletedAt: { not: null } },
    select: { position: true },
  })
  const sentences = await db.sentence.findMany({
    where: { projectId, deletedAt: { not: null } },
    select: { sectionId: true, position: true },
  })
  const bySection = Map.groupBy(sentences, ({ sectionId }) => sectionId)
  return {
    sections: sections.map(({ position }) => position),
    sentences: new Map([...bySection].map(([id, rows]) => [id, rows.map(({ position }) => position)])),
  }
}
