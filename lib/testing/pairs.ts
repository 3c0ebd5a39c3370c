import { addCastMember } from '#lib/storyboard/cast-commands.ts'
import { readSentence } from '#lib/storyboard/list-queries.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { moveSentence } from '#lib/storyboard/sentence-commands.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, aSection, sentences, type TestStudio } from './context.ts'

export type Pair = { projectId: string; a: string; b: string }

/** Two sentences in two sections, the second section first made; each with a prompt and somebody in it. */
export async function aPair(studio: TestStudio) {
  const { id: projectId, sectionId } = await aProject(studio)
  const { id: laterId } = await aSection(studio.ctx, projectId)
  const [b] = await sentences(studio.ctx, laterId, 'It rains.')
  const [a] = await sentences(studio.ctx, sectionId, 'The door opens.')
  const [idA, idB] = [a?.id ?? '', b?.id ?? '']
  const { id: nova } = await addCastMember(studio.ctx, { projectId, name: 'Nova', look: 'red hair' })
  const { id: ada } = await addCastMember(studio.ctx, { projectId, name: 'Ada', look: 'freckles' })
  await updateSentence(studio.ctx, { id: idA, imagePrompt: 'a door', castIds: [nova] })
  await updateSentence(studio.ctx, { id: idB, imagePrompt: 'rain', castIds: [ada] })
  await moveSentence(studio.ctx, { id: idA, sectionId, afterId: null })
  const read = (id: string) => readSentence(studio.ctx, { id })
  return { projectId, a: idA, b: idB, nova, ada, read }
}

/** A pair with a third sentence at the end, one behind the other. */
export async function aTriple(studio: TestStudio) {
  const pair = await aPair(studio)
  const { sectionId } = await pair.read(pair.b)
  const [c] = await sentences(studio.ctx, sectionId, 'The end.')
  return { ...pair, c: c?.id ?? '' }
}

export async function takesOf({ database }: TestStudio, sentenceId: string): Promise<string[]> {
  const takes = await database.db.take.findMany({ where: { sentenceId }, select: { id: true } })
  return takes.map(({ id }) => id).sort()
}

/** The same rows, in one order whatever order they came in. */
export function byId(rows: SentenceRow[]): SentenceRow[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}
