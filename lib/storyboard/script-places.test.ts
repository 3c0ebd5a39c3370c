import { beforeEach, expect, it } from 'vitest'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { readBoard } from './queries.ts'
import { importScript } from './script-commands.ts'
import { undoImport } from './script-undo.ts'
import { firstVersion, importNext } from './script-version.fixture.ts'
import { addSection } from './section-commands.ts'
import { addSentences } from './sentence-commands.ts'

const studio = useStudio()
const lines = [
  'The fox runs over the hill.',
  'A bell rings far away.',
  'The dog sleeps in the yard.',
  'Nobody hears it.',
]
const [fox = '', bell = '', dog = '', nobody = ''] = lines
let projectId = ''

beforeEach(async () => {
  projectId = (await aProject(studio)).id
  await importScript(studio.ctx, firstVersion(projectId, [fox, bell, dog].join(' ')))
})

async function texts(): Promise<string[]> {
  return (await readBoard(studio.ctx, { projectId })).sentences.map(({ text }) => text)
}

/** Deleted ones among them: they come back to theirs. */
async function expectOwnPlaces(): Promise<void> {
  const rows = await studio.ctx.db.sentence.findMany({ where: { projectId } })
  expect(new Set(rows.map(({ sectionId, position }) => `${sectionId} ${position}`)).size).toBe(rows.length)
}

it('what an import makes takes no place that one it moved goes back to', async () => {
  const { id: versionId } = await importNext(studio.ctx, projectId, [fox, dog, bell, nobody].join(' '))
  await undoImport(studio.ctx, { projectId, versionId })
  await expectOwnPlaces()
  expect(await texts()).toEqual([fox, bell, dog])
})

it('a sentence that goes back to where somebody has put another since stands behind that one', async () => {
  const { id: versionId } = await importNext(studio.ctx, projectId, [fox, dog, bell].join(' '))
  const { sentences } = await readBoard(studio.ctx, { projectId })
  for (const { id: afterId, sectionId } of sentences) {
    await addSentences(studio.ctx, { sectionId, afterId, sentences: [{ text: 'By hand.' }] })
  }
  await undoImport(studio.ctx, { projectId, versionId })
  await expectOwnPlaces()
  expect((await texts()).filter((text) => text !== 'By hand.')).toEqual([fox, bell, dog])
})

it('a section that goes back to where somebody has put another since stands behind that one', async () => {
  const { id } = await aProject(studio)
  const headed = (...titles: string[]) =>
    titles.map((title) => `# ${title}\n\n${title} is where it happens.`).join('\n\n')
  await importScript(studio.ctx, firstVersion(id, headed('Pier', 'Ferry', 'Harbour')))
  const { id: versionId } = await importNext(studio.ctx, id, headed('Pier', 'Harbour', 'Ferry'))
  const { sections } = await readBoard(studio.ctx, { projectId: id })
  for (const { id: afterId } of sections) await addSection(studio.ctx, { projectId: id, title: 'By hand', afterId })
  await undoImport(studio.ctx, { projectId: id, versionId })
  const after = (await readBoard(studio.ctx, { projectId: id })).sections
  expect(new Set(after.map(({ position }) => position)).size).toBe(6)
  expect(after.map(({ title }) => title).filter((title) => title !== 'By hand')).toEqual(['Pier', 'Ferry', 'Harbour'])
})
