import { expect, it } from 'vitest'
import { chooseTake } from '#lib/takes/take-commands.ts'
import { useStudio } from '#lib/testing/context.ts'
import { useScript } from '#lib/testing/drawn-scripts.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { cancelJob } from './cancel-job.ts'
import { generate } from './generate.ts'
import { regenerateInput } from './model.ts'
import { readNeeds } from './read-needs.ts'
import { retryJob } from './request-take.ts'
import { retryFailed } from './retry-failed.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const script = useScript(studio, jobs, 3)
const { ask, rowOf } = script

const madeOf = async (id: string) => {
  const { seed, recipe } = await rowOf(id)
  // Safe: a recipe is an object.
  return { seed: seed.toFixed(0), pictureIndex: (recipe as { pictureIndex?: number }).pictureIndex }
}
const fail = (id: string) => studio.ctx.db.job.update({ where: { id }, data: { state: 'failed', endedAt: new Date() } })

/** Three drafts of the seed 7 of that sentence, of which one is chosen. */
async function draftsOf(index: number, chosen: number) {
  const takes = await script.draw(await ask(index, { quality: 'draft', count: 3, seed: '7' }))
  await chooseTake(studio.ctx, { id: takes[chosen]?.id ?? '' })
}

it('the final of a draft has its seed and is its picture, and needs the node that picks it out', async () => {
  await draftsOf(0, 2)
  const { id } = await ask(0, { from: 'draft' })
  expect(await madeOf(id)).toEqual({ seed: '7', pictureIndex: 2 })
  const { queue } = await rowOf(id)
  expect((await readNeeds(studio.ctx.db, [queue])).get(queue)?.nodeTypes).toContain('LatentFromBatch')
})

it('of the first draft it is made as any other of that seed', async () => {
  await draftsOf(0, 0)
  expect(await madeOf((await ask(0, { from: 'draft' })).id)).toEqual({ seed: '7', pictureIndex: undefined })
})

it('a picture that is not asked for as the final of a draft has a new seed', async () => {
  await draftsOf(0, 2)
  const { seed, pictureIndex } = await madeOf((await ask(0)).id)
  expect(seed).not.toBe('7')
  expect(pictureIndex).toBeUndefined()
})

it('a seed that is pinned or given counts before that of the draft', async () => {
  await draftsOf(0, 2)
  const given = await ask(0, { from: 'draft', seed: '9' })
  expect(await madeOf(given.id)).toEqual({ seed: '9', pictureIndex: undefined })
  await cancelJob(jobs.ctx, { id: given.id })
  await studio.ctx.db.sentence.update({ where: { id: script.ids[0] ?? '' }, data: { seed: '8' } })
  expect(await madeOf((await ask(0, { from: 'draft' })).id)).toEqual({ seed: '8', pictureIndex: undefined })
})

it('where no draft is shown, a new seed is drawn', async () => {
  await script.draw(await ask(0, { seed: '7' }))
  expect((await madeOf((await ask(0, { from: 'draft' })).id)).seed).not.toBe('7')
})

it('finals of many are those of the drafts that are shown', async () => {
  await draftsOf(0, 1)
  await draftsOf(1, 0)
  const { jobIds } = await generate(jobs.ctx, generateInput.parse({ projectId: script.projectId, scope: 'stale' }))
  const made = new Map<string | null, Awaited<ReturnType<typeof madeOf>>>()
  for (const id of jobIds) made.set((await rowOf(id)).sentenceId, await madeOf(id))
  expect(made.get(script.ids[0] ?? '')).toEqual({ seed: '7', pictureIndex: 1 })
  expect(made.get(script.ids[1] ?? '')).toEqual({ seed: '7', pictureIndex: undefined })
  expect(made.get(script.ids[2] ?? '')?.seed).not.toBe('7')
})

it('more drafts of many are new ones', async () => {
  await draftsOf(0, 1)
  const { jobIds } = await generate(
    jobs.ctx,
    generateInput.parse({ projectId: script.projectId, scope: 'all', quality: 'draft' }),
  )
  const seeds = await Promise.all(jobIds.map(async (id) => (await madeOf(id)).seed))
  expect(seeds).not.toContain('7')
})

it('one that failed is tried again as the same picture, alone or with all that failed', async () => {
  await draftsOf(0, 2)
  const { id } = await ask(0, { from: 'draft' })
  await fail(id)
  const { job: again } = await retryJob(jobs.ctx, { id })
  expect(await madeOf(again.id)).toEqual({ seed: '7', pictureIndex: 2 })
  await fail(again.id)
  const { jobIds } = await retryFailed(jobs.ctx, { projectId: script.projectId })
  expect(await madeOf(jobIds[0] ?? '')).toEqual({ seed: '7', pictureIndex: 2 })
})

it.each([
  [{ quality: 'draft', from: 'draft' }, { from: 'Only a final is made from a draft.' }],
  [{ from: 'final' }, { from: 'Say draft, or leave it out.' }],
  [{ pictureIndex: 8 }, { pictureIndex: 'The pictureIndex is at most 7.' }],
  [{ pictureIndex: -1 }, { pictureIndex: 'The pictureIndex is 0 or more.' }],
  [{ quality: 'draft', count: 2, pictureIndex: 1 }, { pictureIndex: 'One certain picture of a seed is made alone.' }],
])('%o is refused', (asked, fields) => {
  const { error } = regenerateInput.safeParse({ id: '00000000-0000-7000-8000-000000000001', ...asked })
  expect(Object.fromEntries(error?.issues.map(({ path, message }) => [path.join(), message]) ?? [])).toEqual(fields)
})
