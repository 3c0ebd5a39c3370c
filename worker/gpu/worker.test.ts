import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { cancelJob } from '#lib/jobs/cancel-job.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { shadowKey } from '#lib/runtime/media.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { fileKeyOf } from '#lib/takes/keys.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { useJobs } from '#lib/testing/worker.ts'

const studio = useStudio()
const jobs = useJobs(studio)
/** For a state that comes by itself, however much else the machine has to do: only where it never comes it is too long. */
const timeout = 30_000
vi.setConfig({ testTimeout: 2 * timeout })
let sketch: TestSketch
beforeAll(async () => {
  sketch = await startTestSketch()
})
afterAll(() => sketch?.stop())

async function aScene(prompt = 'a harbour at dawn'): Promise<{ id: string; projectId: string }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'The boats come in.')
  const id = row?.id ?? ''
  if (prompt) await updateSentence(studio.ctx, { id, imagePrompt: prompt })
  return { id, projectId }
}

const ask = (input: { sentenceId: string; seed?: string }) => requestTake(jobs.ctx, requestTakeInput.parse(input))

describe('a picture', () => {
  it('is asked for, made, kept and shown, exactly once', async () => {
    const scene = await aScene()
    const { job, isNew } = await ask({ sentenceId: scene.id, seed: '18446744073709551615' })
    expect(isNew).toBe(true)
    expect(await ask({ sentenceId: scene.id })).toEqual({ job: expect.objectContaining({ id: job.id }), isNew: false })
    const worker = await jobs.startWorker([sketch.url])
    const made = await jobs.whenJob(job.id)
    expect(made).toMatchObject({ state: 'completed', seed: '18446744073709551615', attempts: 1, error: null })
    const [take] = await studio.ctx.db.take.findMany({ where: { sentenceId: scene.id } })
    expect(take).toMatchObject({ id: made.takeIds[0], width: 640, height: 360, mediaType: 'image/png' })
    const bytes = await jobs.media.read(fileKeyOf(take ?? never()))
    expect(bytes?.includes('18446744073709551615')).toBe(true)
    const sentence = await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: scene.id } })
    expect(sentence.currentTakeId).toBe(take?.id)
    await expect.poll(() => jobs.media.read(shadowKey(scene.projectId, scene.id)), { timeout }).toEqual(bytes)
    await worker.stop()
  })

  it('that is cancelled while it waits is never begun', async () => {
    const scene = await aScene()
    const { job } = await ask({ sentenceId: scene.id })
    expect(await cancelJob(jobs.ctx, { id: job.id })).toMatchObject({ state: 'cancelled' })
    const worker = await jobs.startWorker([sketch.url])
    const { job: next } = await ask({ sentenceId: scene.id })
    await jobs.whenJob(next.id, 'completed')
    expect(await studio.ctx.db.take.count({ where: { sentenceId: scene.id } })).toBe(1)
    await worker.stop()
  })
})

function never(): never {
  throw new Error('There is no take.')
}
