import { expect, it } from 'vitest'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { readSentence } from './list-queries.ts'
import { mergeSentences } from './merge-sentences.ts'
import { deleteSection } from './section-commands.ts'
import { deleteSentence } from './sentence-commands.ts'

const studio = useStudio()

type Pair = { id: string; otherId: string; sectionId: string }

it.each<[string, (pair: Pair) => Promise<unknown>]>([
  ['deleted', ({ id }) => deleteSentence(studio.ctx, { id })],
  ['section', ({ sectionId: id }) => deleteSection(studio.ctx, { id })],
  ['archived', ({ id }) => archive(id)],
  ['merged', ({ id, otherId: intoId }) => mergeSentences(studio.ctx, { id, intoId })],
])('a sentence that no board shows says why: %s', async (gone, leave) => {
  const { sectionId } = await aProject(studio)
  const [row, other] = await sentences(studio.ctx, sectionId, 'a', 'b')
  const pair = { id: row?.id ?? '', otherId: other?.id ?? '', sectionId }
  expect(await readSentence(studio.ctx, pair)).toMatchObject({ gone: null })
  await leave(pair)
  expect(await readSentence(studio.ctx, pair)).toMatchObject({ gone })
})

async function archive(id: string): Promise<void> {
  const now = studio.ctx.clock.now()
  await studio.ctx.db.sentence.update({ where: { id }, data: { deletedAt: now, archivedAt: now } })
}
