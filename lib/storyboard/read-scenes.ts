import type { Tx } from '#lib/runtime/db.ts'
import { mostTextsRead, type Scenes } from './script/first-prompts.ts'

/** What first prompts of a project are drafted from, as its page has it. */
export async function readScenes(db: Tx, projectId: string): Promise<Scenes> {
  const orderBy = [{ position: 'asc' }, { id: 'asc' }] as const
  const sections = await db.section.findMany({
    where: { projectId, deletedAt: null },
    orderBy: [...orderBy],
    select: { id: true, title: true },
  })
  const scriptLanguage = await readScriptLanguage(db, projectId)
  if (scriptLanguage !== null) return { sections, scriptLanguage, texts: [] }
  const sentences = await db.sentence.findMany({
    where: { projectId, deletedAt: null },
    orderBy: [...orderBy],
    select: { text: true },
    take: mostTextsRead,
  })
  return { sections, scriptLanguage, texts: sentences.map(({ text }) => text) }
}

/** Of the newest version that was not taken back; null when there is none. */
export async function readScriptLanguage(db: Tx, projectId: string): Promise<string | null> {
  const newest = await db.scriptVersion.findFirst({
    where: { projectId, undoneAt: null },
    orderBy: { number: 'desc' },
    select: { language: true },
  })
  return newest?.language ?? null
}
