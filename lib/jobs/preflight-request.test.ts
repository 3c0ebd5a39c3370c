import { beforeEach, describe, expect, it } from 'vitest'
import { aScript, useStudio } from '#lib/testing/context.ts'
import { aGpu, clearFleet, equipped, without } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { requestTakeInput } from './model.ts'
import { requestTake } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let sentenceId: string
let projectId: string

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 1)
  projectId = script.projectId
  sentenceId = script.sentenceIds[0] ?? ''
})

const ask = () => requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId }))
const refused = async (): Promise<Record<string, unknown>> => {
  const error: unknown = await ask().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  // Safe: it has just been seen to be an error.
  return error as unknown as Record<string, unknown>
}
const unet = equipped.models.diffusion_models?.find((name) => name.startsWith('flux2')) ?? ''

describe('what no GPU can make', () => {
  it('for want of a file is refused before it is queued: what, where, and what there is instead', async () => {
    await aGpu(jobs.ctx, 'desk', { abilities: without(unet) })
    const error = await refused()
    expect(error).toMatchObject({
      code: 'MODEL_MISSING',
      message: `No GPU has the model ${unet}, which FLUX.2 needs.`,
      details: { workflow: 'flux-2', gpus: [{ id: 'desk', lacks: [`${unet} is not in models/diffusion_models.`] }] },
      available: expect.arrayContaining(['z-image-turbo', 'sdxl_txt2img']),
    })
    expect(error.available).not.toContain('flux-2')
    expect(error.available).not.toContain('flux_img2img')
    expect(error.suggestion).toMatch(
      /^Put it into models\/diffusion_models of a GPU and ask again\. Or choose another workflow: .*Z-Image Turbo/,
    )
    expect(await studio.ctx.db.job.count()).toBe(0)
    expect(await studio.ctx.db.fairShare.count({ where: { finish: { gt: 0 } } })).toBe(0)
  })

  it('for want of a node type is told so', async () => {
    await aGpu(jobs.ctx, 'desk', { abilities: without('UNETLoader') })
    expect(await refused()).toMatchObject({
      code: 'WORKFLOW_NODE_ERROR',
      message: 'No GPU has the node type UNETLoader, which FLUX.2 needs.',
    })
  })

  it('because each lacks something else names each', async () => {
    const vae = equipped.models.vae?.find((name) => name.includes('flux2')) ?? ''
    await aGpu(jobs.ctx, 'desk', { abilities: without(unet) })
    await aGpu(jobs.ctx, 'rack', { abilities: without(vae) })
    const error = await refused()
    expect(error.message).toBe('No GPU has all that FLUX.2 needs.')
    expect(error.suggestion).toContain(`desk: ${unet} is not in models/diffusion_models.`)
    expect(error.suggestion).toContain(`rack: ${vae} is not in models/vae.`)
  })

  it('because none is configured for it is told so', async () => {
    await aGpu(jobs.ctx, 'desk', { capabilities: ['sd15'] })
    expect(await refused()).toMatchObject({ message: expect.stringMatching(/^No GPU is configured for flux2/) })
  })
})

describe('is queued all the same', () => {
  it.each([
    ['paused', { mode: 'paused' as const }],
    ['away', { health: 'away' }],
    ['held by no worker', { heldBy: null }],
  ])('what only a GPU that is %s can make: it comes back', async (_, given) => {
    await aGpu(jobs.ctx, 'desk', given)
    await aGpu(jobs.ctx, 'rack', { abilities: without(unet) })
    expect((await ask()).isNew).toBe(true)
  })

  it('everything, while no GPU has ever answered or none is known', async () => {
    expect((await ask()).isNew).toBe(true)
    await studio.ctx.db.job.deleteMany()
    await aGpu(jobs.ctx, 'desk', { abilities: null, capabilities: ['sd15'] })
    expect((await ask()).isNew).toBe(true)
  })

  it('what a GPU can make that has not answered yet, as far as is known', async () => {
    await aGpu(jobs.ctx, 'desk', { abilities: without(unet) })
    await aGpu(jobs.ctx, 'new', { abilities: null })
    expect((await ask()).isNew).toBe(true)
  })

  it('not what only a GPU could make that is no longer configured', async () => {
    await aGpu(jobs.ctx, 'desk', { abilities: without(unet) })
    await aGpu(jobs.ctx, 'gone', { isConfigured: false })
    expect(await refused()).toMatchObject({ code: 'MODEL_MISSING' })
  })
})

describe('limits on what waits', () => {
  const limited = (perPerson: number, inAll: number) => ({ ...jobs.ctx, limits: { perPerson, inAll } })

  it('of a person and of everybody are told with what helps', async () => {
    const { sentenceIds } = await aScript(studio, 4)
    const askWith = (ctx: typeof jobs.ctx, id = '') => requestTake(ctx, requestTakeInput.parse({ sentenceId: id }))
    await askWith(limited(2, 10), sentenceIds[0])
    await askWith(limited(2, 10), sentenceIds[1])
    await expect(askWith(limited(2, 10), sentenceIds[2])).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      message: 'You have 2 pictures waiting, and one person may have 2.',
      suggestion: expect.stringContaining('MAX_WAITING_PER_PERSON'),
      retryable: true,
    })
    const editor = { ...limited(2, 2), actor: studio.as('editor').actor }
    await expect(askWith(editor, sentenceIds[2])).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      message: '2 pictures are waiting, and there is room for 2.',
      suggestion: expect.stringContaining('MAX_WAITING'),
    })
    // What is under way is still found.
    expect((await askWith(limited(2, 2), sentenceIds[0])).isNew).toBe(false)
    expect((await askWith({ ...limited(2, 3), actor: studio.as('editor').actor }, sentenceIds[3])).isNew).toBe(true)
  })

  it('hold when many are asked for at the same moment', async () => {
    const { sentenceIds } = await aScript(studio, 12)
    const asked = sentenceIds.map((id) => requestTake(limited(5, 100), requestTakeInput.parse({ sentenceId: id })))
    const results = await Promise.allSettled(asked)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await studio.ctx.db.job.count({ where: { projectId: { not: projectId } } })).toBe(5)
  })
})
