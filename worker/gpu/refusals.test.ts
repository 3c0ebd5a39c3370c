import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { noteStray, readStrays } from '#lib/fleet/stray-prompts.ts'
import { listGpus } from '#lib/jobs/gpu-list.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { newId } from '#lib/runtime/ids.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { type TestWorker, useJobs } from '#lib/testing/worker.ts'
import type { Behaviour } from '#worker/sketch/behaviour.ts'

const studio = useStudio()
const jobs = useJobs(studio)
/** For a state that comes by itself, however much else the machine has to do: only where it never comes it is too long. */
const timeout = 30_000
vi.setConfig({ testTimeout: 2 * timeout })
let [bad, good]: TestSketch[] = []
let worker: TestWorker | undefined

beforeAll(async () => {
  ;[bad, good] = [await startTestSketch(), await startTestSketch()]
})
afterAll(async () => {
  await bad?.stop()
  await good?.stop()
})
beforeEach(async () => {
  await studio.ctx.db.gpuSpeed.deleteMany()
})
afterEach(async () => {
  await worker?.stop()
  for (const sketch of [bad, good])
    sketch?.admin.change({ httpErrors: null, nonsensePath: null, failAt: null, stepMs: 0, memoryGb: 96 })
})

const start = (...gpus: (TestSketch | undefined)[]) => startWith({}, ...gpus)
const startWith = async (given: Parameters<typeof jobs.startWorker>[1], ...gpus: (TestSketch | undefined)[]) => {
  worker = await jobs.startWorker(
    gpus.map((gpu) => gpu?.url ?? ''),
    given,
  )
  await expect
    .poll(() => studio.ctx.db.gpuNode.count({ where: { health: 'well', heldBy: worker?.name ?? '' } }), { timeout })
    .toBe(gpus.length)
}
const rowOf = async (sketch: TestSketch | undefined) =>
  await studio.ctx.db.gpuNode.findFirstOrThrow({ where: { url: sketch?.url ?? '' } })
/** Enough for a draft and not for a final, of the model that is the usual one. */
const memoryOfDrafts = 34.2
const hostOf = (sketch: TestSketch | undefined) => new URL(sketch?.url ?? '').host

async function ask(count: number, quality: 'draft' | 'final' = 'final'): Promise<string[]> {
  const { sectionId } = await aProject(studio)
  const rows = await sentences(studio.ctx, sectionId, ...Array.from({ length: count }, (_, index) => `Boat ${index}.`))
  const ids: string[] = []
  for (const { id } of rows) {
    await updateSentence(studio.ctx, { id, imagePrompt: `a harbour ${id}` })
    ids.push((await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: id, lane: 'batch', quality }))).job.id)
  }
  return ids
}

const whenAll = (ids: readonly string[]) => Promise.all(ids.map((id) => jobs.whenJob(id)))
const failing: NonNullable<Behaviour['failAt']> = {
  ...{ node: 'VAEDecode', message: 'mat1 and mat2 shapes cannot be multiplied', exceptionType: 'RuntimeError' },
  ...{ hasNaN: false, times: null },
}
const outOfMemory = { ...failing, message: 'Allocation on device', exceptionType: 'torch.OutOfMemoryError' }
const cardInTrouble = { ...failing, message: 'CUDA error: no kernel image is available for execution on the device' }

describe.each<[string, Partial<Behaviour>]>([
  ['answers 500 to every job', { httpErrors: { path: '/prompt', status: 500, times: null } }],
  ['answers nonsense to every job', { nonsensePath: '/prompt' }],
  ['fails every job that others do', { failAt: failing }],
  ['is out of memory for every job', { failAt: outOfMemory }],
  ['has a card in trouble', { failAt: cardInTrouble }],
])('a GPU that is well and %s', (_, fault) => {
  it('takes no more than one try of each, and is set aside with its reason', async () => {
    bad?.admin.change(fault)
    good?.admin.change({ stepMs: 400 })
    await start(bad, good)
    const asked = await ask(10)
    await expect
      // Two jobs have to come to nothing there first.
      .poll(() => rowOf(bad), { timeout: 60_000 })
      .toMatchObject({ health: 'aside', reason: expect.stringMatching(/^It refuses work: /) })
    const ctx = { ...jobs.ctx, teamId: studio.teamId }
    const gpu = (await listGpus(ctx)).items.find(({ url }) => url === bad?.url)
    expect(gpu).toMatchObject({ state: 'set aside', reason: expect.stringMatching(/^It refuses work: /) })

    good?.admin.change({ stepMs: 0 })
    const rows = await whenAll(asked)
    expect(rows.map(({ state, node }) => ({ state, node }))).toEqual(
      asked.map(() => ({ state: 'completed', node: hostOf(good) })),
    )
    expect(Math.max(...rows.map(({ attempts }) => attempts))).toBe(2)
  }, 120_000)
})

it('one that was set aside is given a single job after a while, and works on when that is made', async () => {
  bad?.admin.change({ nonsensePath: '/prompt' })
  good?.admin.change({ stepMs: 200 })
  await start(bad, good)
  const asked = await ask(18)
  await expect.poll(async () => (await rowOf(bad)).health, { timeout: 60_000 }).toBe('aside')
  bad?.admin.change({ nonsensePath: null })
  await expect.poll(async () => (await rowOf(bad)).health, { timeout: 60_000 }).toBe('well')
  good?.admin.change({ stepMs: 0 })
  const done = await whenAll(asked)
  expect(done.map(({ state }) => state)).toEqual(asked.map(() => 'completed'))
  expect(done.filter(({ node }) => node === hostOf(bad)).length).toBeGreaterThan(0)
}, 180_000)

it('of several with a card in trouble each is set aside, and no job is lost to them', async () => {
  const alike = await startTestSketch()
  for (const sketch of [bad, alike]) sketch?.admin.change({ failAt: cardInTrouble })
  good?.admin.change({ stepMs: 200 })
  await start(bad, alike, good)
  const asked = await ask(8)
  for (const sketch of [bad, alike]) {
    await expect
      .poll(() => rowOf(sketch), { timeout: 60_000 })
      .toMatchObject({
        health: 'aside',
        reason: expect.stringContaining('CUDA error: no kernel image is available'),
      })
  }
  good?.admin.change({ stepMs: 0 })
  for (const row of await whenAll(asked)) expect(row).toMatchObject({ state: 'completed', node: hostOf(good) })
  await worker?.stop()
  await alike.stop()
}, 120_000)

describe('where there is no other GPU', () => {
  it('a job is tried where it failed, and waits for nobody', async () => {
    bad?.admin.change({ httpErrors: { path: '/prompt', status: 500, times: 3 } })
    await start(bad)
    const [id] = await ask(1)
    expect(await jobs.whenJob(id ?? '')).toMatchObject({ state: 'completed', node: hostOf(bad) })
  })

  it('a card in trouble is given less and less, and one job after the other once it has recovered', async () => {
    bad?.admin.change({ failAt: cardInTrouble })
    await start(bad)
    const asked = await ask(3)
    await expect.poll(async () => (await rowOf(bad)).health, { timeout: 60_000 }).toBe('aside')
    bad?.admin.change({ failAt: null })
    for (const { state } of await whenAll(asked)) expect(state).toBe('completed')
    await expect.poll(async () => (await rowOf(bad)).health, { timeout }).toBe('well')
  }, 60_000)

  it('one that is started anew is tried at once, however long it was to wait', async () => {
    bad?.admin.change({ failAt: cardInTrouble })
    const anHour = 3_600_000
    await startWith({ tryWaits: { firstMs: anHour, lastMs: anHour } }, bad)
    const asked = await ask(4)
    const healthIs = (health: string) =>
      expect.poll(async () => (await rowOf(bad)).health, { timeout: 60_000 }).toBe(health)
    await healthIs('aside')
    // What it had been given before ends there, and is no other reason to wait than those that it has.
    await expect.poll(() => studio.ctx.db.job.count({ where: { state: 'processing' } }), { timeout: 60_000 }).toBe(0)
    bad?.admin.change({ failAt: null })
    await bad?.admin.restart({ whileDown: () => healthIs('away') })
    for (const { state } of await whenAll(asked)) expect(state).toBe('completed')
  }, 180_000)

  it('what cannot pass fails at once, and counts against nobody', async () => {
    bad?.admin.change({ failAt: failing })
    await start(bad)
    for (const { state, attempts } of await whenAll(await ask(3)))
      expect({ state, attempts }).toEqual({ state: 'failed', attempts: 1 })
    expect((await rowOf(bad)).health).toBe('well')
  })
})

it('what fails on two GPUs has failed, and in the end is held against neither', async () => {
  for (const sketch of [bad, good]) sketch?.admin.change({ failAt: failing })
  await start(bad, good)
  for (const row of await whenAll(await ask(4))) {
    expect(row).toMatchObject({ state: 'failed', error: { code: 'WORKFLOW_NODE_ERROR' } })
    expect(row.attempts).toBeLessThanOrEqual(2)
  }
  const healths = async () => [await rowOf(bad), await rowOf(good)].map(({ health }) => health)
  await expect.poll(healths, { timeout: 60_000 }).toEqual(['well', 'well'])
}, 60_000)

it('a job that is out of memory on one GPU is tried on the other', async () => {
  bad?.admin.change({ failAt: outOfMemory })
  await start(bad, good)
  const asked = await ask(4)
  for (const row of await whenAll(asked)) expect(row).toMatchObject({ state: 'completed', node: hostOf(good) })
})

it('what one has no memory for it leaves to others, and does the rest', async () => {
  bad?.admin.change({ memoryGb: memoryOfDrafts })
  good?.admin.change({ stepMs: 120 })
  await start(bad, good)
  const finals = await ask(10)
  const drafts = await ask(10, 'draft')
  const madeDrafts = await whenAll(drafts)
  good?.admin.change({ stepMs: 0 })
  const madeFinals = await whenAll(finals)
  for (const row of madeFinals) expect(row).toMatchObject({ state: 'completed', node: hostOf(good) })
  for (const row of madeDrafts) expect(row).toMatchObject({ state: 'completed', attempts: 1 })
  // Set aside as a whole it would make one or two between its tries at finals.
  expect(madeDrafts.filter(({ node }) => node === hostOf(bad)).length).toBeGreaterThan(5)
}, 120_000)

it('one that does not let go of what was given up is set aside with that, until it has', async () => {
  const url = bad?.url ?? ''
  await noteStray(studio.ctx.db, { promptId: newId(), nodeUrl: url })
  bad?.admin.change({ httpErrors: { path: '/api/jobs', status: 500, times: null } })
  await start(bad)
  await expect
    .poll(() => rowOf(bad), { timeout: 60_000 })
    .toMatchObject({ health: 'aside', reason: expect.stringMatching(/^It still has a job that was given up/) })
  bad?.admin.change({ httpErrors: null })
  await expect.poll(() => rowOf(bad), { timeout }).toMatchObject({ health: 'well', reason: null })
  expect(await readStrays(studio.ctx.db, url)).toEqual([])
}, 60_000)
