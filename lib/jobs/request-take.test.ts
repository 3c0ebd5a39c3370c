import { beforeEach, describe, expect, it } from 'vitest'
import { transact } from '#lib/live/transact.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { aTake } from '#lib/testing/takes.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { cancelJob } from './cancel-job.ts'
import { changeJob } from './change.ts'
import { claimNext } from './claim.ts'
import { requestTakeInput } from './model.ts'
import { debugJob, listJobs, readJob } from './queries.ts'
import { repairQueue } from './repair-queue.ts'
import { replayTake, requestTake, retryJob } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let sentenceId: string
let projectId: string

beforeEach(async () => {
  const project = await aProject(studio)
  projectId = project.id
  const [row] = await sentences(studio.ctx, project.sectionId, 'The boats come in.')
  sentenceId = row?.id ?? ''
  await updateSentence(studio.ctx, { id: sentenceId, imagePrompt: 'a harbour at dawn' })
})

const ask = (more: object = {}) => requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId, ...more }))
const waiting = () =>
  studio.ctx.db.$queryRaw<{ id: string }[]>`select id from pgboss.job where name like 'render.%' and state = 'created'`

describe('asking for a picture', () => {
  it('many at the same moment makes one job, and all are told of it', async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(new Set(asked.map(({ job }) => job.id)).size).toBe(1)
    expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await studio.ctx.db.job.count({ where: { sentenceId } })).toBe(1)
    expect((await waiting()).filter(({ id }) => id === asked[0]?.job.id)).toHaveLength(1)
  })

  it('draws a seed, exact to its last digit, unless one is given or pinned', async () => {
    const { job } = await ask()
    expect(job.seed).toMatch(/^\d{1,20}$/)
    await cancelJob(jobs.ctx, { id: job.id })
    const { job: given } = await ask({ seed: '18446744073709551615' })
    expect(given.seed).toBe('18446744073709551615')
    await cancelJob(jobs.ctx, { id: given.id })
    await updateSentence(studio.ctx, { id: sentenceId, seed: '9007199254740993' })
    expect((await ask()).job.seed).toBe('9007199254740993')
  })

  it('without a prompt is refused', async () => {
    await updateSentence(studio.ctx, { id: sentenceId, imagePrompt: '  ' })
    await expect(ask()).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: { imagePrompt: expect.any(String) } })
  })

  it('for a locked sentence is refused, and a clip without a picture', async () => {
    await updateSentence(studio.ctx, { id: sentenceId, videoPrompt: 'the boats rock' })
    await expect(ask({ kind: 'video' })).rejects.toMatchObject({ message: 'There is no picture to start from.' })
    await updateSentence(studio.ctx, { id: sentenceId, locked: true })
    await expect(ask()).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('again, as a take was made, is refused for a locked sentence in the same words', async () => {
    const { take } = await aTake(studio.ctx, jobs.media, { projectId, sentenceId })
    await updateSentence(studio.ctx, { id: sentenceId, locked: true })
    const refusal: unknown = await ask().catch((error: unknown) => error)
    await expect(replayTake(jobs.ctx, { id: take.id })).rejects.toEqual(refusal)
    expect(refusal).toMatchObject({ code: 'CONFLICT', suggestion: 'Unlock it first.' })
  })

  it('with a workflow that is not there says which there are', async () => {
    await studio.ctx.db.project.update({ where: { id: projectId }, data: { workflow: 'gone' } })
    await expect(ask()).rejects.toMatchObject({
      code: 'WORKFLOW_NOT_FOUND',
      available: expect.arrayContaining(['flux-2']),
    })
    expect(await studio.ctx.db.job.count({ where: { sentenceId } })).toBe(0)
  })

  it('is for editors, and of one’s own team', async () => {
    const as = (ctx: typeof studio.ctx) =>
      requestTake({ ...jobs.ctx, actor: ctx.actor }, requestTakeInput.parse({ sentenceId }))
    await expect(as(studio.as('reviewer'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(as(studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await as(studio.as('editor'))).isNew).toBe(true)
  })

  it.each(['sentence', 'section', 'project'] as const)('of a %s that is deleted is refused', async (what) => {
    const { sectionId } = await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })
    const data = { deletedAt: new Date() }
    if (what === 'sentence') await studio.ctx.db.sentence.update({ where: { id: sentenceId }, data })
    if (what === 'section') await studio.ctx.db.section.update({ where: { id: sectionId }, data })
    if (what === 'project') await studio.ctx.db.project.update({ where: { id: projectId }, data })
    await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { take } = await aTake(studio.ctx, jobs.media, { projectId, sentenceId })
    await expect(replayTake(jobs.ctx, { id: take.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of something that is not there says so', async () => {
    sentenceId = '00000000-0000-7000-8000-000000000001'
    await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a job', () => {
  it('is seen by who may see its project, and listed newest first, page by page', async () => {
    const ids: string[] = []
    for (let index = 0; index < 3; index++) {
      const { job } = await ask()
      ids.unshift(job.id)
      await cancelJob(jobs.ctx, { id: job.id })
    }
    const ctx = { ...studio.as('viewer'), teamId: studio.teamId }
    const first = await listJobs(ctx, { projectId, limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    const rest = await listJobs(ctx, { sentenceId, limit: 2, cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ items: [{ id: ids[2], state: 'cancelled' }], nextCursor: null })
    expect((await listJobs(ctx, { projectId, status: ['queued'], limit: 9 })).items).toEqual([])
    await expect(readJob({ ...jobs.ctx, actor: studio.stranger.actor }, { id: ids[0] ?? '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(debugJob(studio.stranger, { id: ids[0] ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await debugJob(ctx, { id: ids[0] ?? '' })).toMatchObject({
      workflow: 'flux-2',
      recipe: { scene: 'a harbour at dawn' },
    })
  })

  it('that is cancelled stays cancelled, and is not taken from the queue', async () => {
    const { job } = await ask()
    expect(await cancelJob(jobs.ctx, { id: job.id })).toMatchObject({ state: 'cancelled', isCancelling: false })
    const prepare = () => Promise.reject(new Error('Nothing is to be prepared.'))
    const { queue } = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: job.id } })
    const place = { node: 'a', nodeUrl: 'http://a' }
    expect(await claimNext(jobs.ctx, { place, queue, prepare })).toBeUndefined()
    expect(await waiting()).not.toContainEqual({ id: job.id })
    expect(await cancelJob(jobs.ctx, { id: job.id })).toMatchObject({ state: 'cancelled' })
  })

  it('that failed can be asked for again, with its seed; one that is under way cannot', async () => {
    const { job } = await ask({ seed: '7' })
    await expect(retryJob(jobs.ctx, { id: job.id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId: job.id, event: 'fail' }))
    const again = await retryJob(jobs.ctx, { id: job.id })
    expect(again).toMatchObject({ isNew: true, job: { seed: '7', state: 'queued' } })
  })

  it('takes nothing from a claim that is no longer the last', async () => {
    const { job } = await ask()
    const change = (event: 'claim' | 'complete', epoch?: number) =>
      transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId: job.id, event, epoch }))
    const first = await change('claim')
    const second = await change('claim')
    expect([first?.epoch, second?.epoch]).toEqual([1, 2])
    expect(await change('complete', first?.epoch)).toBeUndefined()
    expect((await readJob(jobs.ctx, { id: job.id })).state).toBe('processing')
    expect((await change('complete', second?.epoch))?.state).toBe('completed')
    expect(await change('claim')).toBeUndefined()
  })

  it('that the queue has lost is put back', async () => {
    const { job } = await ask()
    await studio.ctx.db.$executeRaw`delete from pgboss.job where id = ${job.id}::uuid`
    expect(await repairQueue(jobs.ctx)).toBe(1)
    expect(await waiting()).toContainEqual({ id: job.id })
    expect(await repairQueue(jobs.ctx)).toBe(0)
  })
})
