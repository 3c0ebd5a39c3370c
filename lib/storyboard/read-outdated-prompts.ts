import type { Tx } from '#lib/runtime/db.ts'
import { readScriptLanguage } from './read-scenes.ts'
import { isDraft } from './script/is-draft.ts'
import { withTimes } from './script/scene-times.ts'

type Asked = { projectId: string; ids?: readonly string[] | undefined }
type Suspect = {
  id: string
  sectionId: string
  scriptText: string
  speaker: string | null
  imagePrompt: string
}

/**
 * The sentences whose prompt is as an import drafted it, from words that were changed on the board since. When a prompt was
 * written by hand, nothing that is stored says.
 */
export async function readOutdatedPrompts(db: Tx, { projectId, ids }: Asked): Promise<ReadonlySet<string>> {
  const all = ids === undefined
  const suspects = await db.$queryRaw<Suspect[]>`
    select id, "sectionId", "scriptText", speaker, "imagePrompt" from sentence
    where "projectId" = ${projectId}::uuid and "scriptText" <> text and "imagePrompt" <> ''
      and (${all} and "deletedAt" is null or id = any(${ids ?? []}::uuid[]))`
  if (suspects.length === 0) return new Set()
  const sections = await db.section.findMany({
    where: { projectId, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, title: true, scriptTitle: true },
  })
  const language = (await readScriptLanguage(db, projectId)) ?? 'en'
  const headings = sections.map(({ title, scriptTitle }) => scriptTitle ?? title)
  const timed = withTimes(headings)
  const places = new Map(sections.map(({ id }, at) => [id, [headings[at] ?? '', timed[at] ?? '']]))
  const outdated = suspects.filter(({ sectionId, scriptText, speaker, imagePrompt }) => {
    const drafted = { text: scriptText, language, speaker }
    return isDraft(imagePrompt, { ...drafted, headings: places.get(sectionId) ?? [] })
  })
  return new Set(outdated.map(({ id }) => id))
}
