import { beforeEach, describe, expect, it } from 'vitest'
import { hashAbilities } from '#lib/fleet/abilities.ts'
import { drainNode, pauseNode, resumeNode } from '#lib/fleet/node-commands.ts'
import { useStudio } from '#lib/testing/context.ts'
import { aJob, aSentence } from '#lib/testing/takes.ts'
import { builtInWorkflows } from '#lib/testing/workflows.ts'
import { getTemplate } from '#lib/workflow/library.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { readGpu } from './gpu-details.ts'
import { readGpuHistory } from './gpu-history.ts'
import { listGpus, readGpuStates } from './gpu-list.ts'

const studio = useStudio()
const teamCtx = () => ({ ...studio.ctx, teamId: studio.teamId })
const strangersCtx = () => ({ ...studio.stranger, teamId: studio.strangersTeamId })
const at = (msAgo: number) => new Date(studio.clock.now().getTime() - msAgo)

const settings = { tier: 'standard', capabilities: null, vramGb: null, maxResolution: null, maxBatch: 1 }
const deskUrl = 'http://desk:8188'

async function aNode(id: string, given: Partial<Prisma.GpuNodeCreateInput> = {}) {
  await studio.ctx.db.gpuNode.create({
    data: {
      ...{ id, url: `http://${id}:8188`, name: id, settings, health: 'well', heldBy: 'a worker', checkedAt: at(1_000) },
      ...given,
    },
  })
}

beforeEach(async () => {
  const { db } = studio.ctx
  await db.job.deleteMany()
  await db.gpuNode.deleteMany()
  await db.gpuSpeed.deleteMany()
  // In the middle of a minute, so that the one that goes on has a length.
  studio.clock.set(new Date('2030-01-02T03:04:30.000Z'))
})

describe('readGpuStates', () => {
  it('says how each GPU is, what it draws and what is prepared', async () => {
    await aNode('desk', { vramTotalGb: 24, vramFreeGb: 9 })
    await aNode('rack', { mode: 'paused' })
    await aNode('gone', { heldBy: null })
    await aNode('forgotten', { isConfigured: false })
    const place = await aSentence(studio, 'The tide comes in.')
    const current = await onGpu(place, { startedAt: at(2_000) })
    const prepared = await onGpu(await aSentence(studio, 'The tide goes out.'), {})
    await aJob(studio.ctx, { ...(await aSentence(studio)), state: 'queued' })

    const { items, waiting, isPaused } = await readGpuStates(teamCtx())
    expect(items.map(({ id, state }) => [id, state])).toEqual([
      ['desk', 'working'],
      ['gone', 'not held'],
      ['rack', 'paused'],
    ])
    expect({ waiting, isPaused }).toEqual({ waiting: 1, isPaused: false })
    expect(items[0]).toMatchObject({
      memory: { totalGb: 24, freeGb: 9 },
      current: {
        ...{ id: current.id, startedAt: at(2_000).toISOString() },
        about: { ...place, projectName: 'The long way home', sentenceText: 'The tide comes in.', personName: 'owner' },
      },
      prepared: { id: prepared.id, startedAt: null, about: { sentenceText: 'The tide goes out.' } },
    })
    expect(Date.parse(items[0]?.current?.endsAt ?? '')).toBeGreaterThan(studio.clock.now().getTime())
  })

  it('tells another team that a GPU works, and nothing of what it makes', async () => {
    await aNode('desk')
    const job = await onGpu(await aSentence(studio, 'A secret.'), { startedAt: at(1_000) })
    const { items } = await readGpuStates(strangersCtx())
    expect(items[0]).toMatchObject({ state: 'working', current: { id: job.id, about: null } })
    expect(JSON.stringify(items)).not.toContain('secret')
  })

  it('answers nobody from outside', async () => {
    await expect(readGpuStates({ ...studio.stranger, teamId: studio.teamId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

describe('readGpuHistory', () => {
  it('measures how busy each GPU was in each minute, the last one as far as it has gone', async () => {
    await aNode('desk')
    await aNode('rack')
    // The minute before last: 15 seconds of it. Then from the end of that minute on, until now.
    await onGpu(await aSentence(studio), { startedAt: at(75_000), renderedAt: at(60_000), state: 'completed' })
    await onGpu(await aSentence(studio), { startedAt: at(45_000) })
    const { utilisation, endsAt } = await readGpuHistory(teamCtx())
    expect(endsAt).toBe('2030-01-02T03:05:00.000Z')
    expect(utilisation.desk).toHaveLength(60)
    expect(utilisation.desk?.slice(-3)).toEqual([0, 0.5, 1])
    expect(utilisation.rack).toEqual(Array(60).fill(0))
  })

  it('counts what began before the hour from its beginning, and never more than all of a minute', async () => {
    await aNode('desk')
    const hourMs = 3_600_000
    await onGpu(await aSentence(studio), { startedAt: at(3 * hourMs), renderedAt: at(10_000), state: 'completed' })
    await onGpu(await aSentence(studio), { startedAt: at(2 * hourMs), renderedAt: at(10_000), state: 'completed' })
    const { utilisation } = await readGpuHistory(teamCtx())
    expect(utilisation.desk?.slice(0, 59)).toEqual(Array(59).fill(1))
  })

  it('counts who waited at the end of each minute', async () => {
    await aNode('desk')
    const waits = async (createdMsAgo: number, data: Prisma.JobUpdateInput = {}) => {
      const job = await aJob(studio.ctx, { ...(await aSentence(studio)), state: 'queued' })
      await studio.ctx.db.job.update({ where: { id: job.id }, data: { createdAt: at(createdMsAgo), ...data } })
    }
    await waits(2 * 3_600_000)
    await waits(80_000)
    await waits(80_000, { state: 'processing', claimedAt: at(10_000), nodeUrl: deskUrl })
    await waits(160_000, { state: 'completed', claimedAt: at(100_000), renderedAt: at(95_000) })
    const { queueDepth } = await readGpuHistory(teamCtx())
    expect(queueDepth).toHaveLength(60)
    expect(queueDepth.slice(-4)).toEqual([2, 1, 3, 2])
  })
})

describe('what a GPU can do', () => {
  it('names its models, the workflows it runs, and what is missing for the others', async () => {
    const abilities = {
      nodeTypes: ['CheckpointLoaderSimple'],
      models: { checkpoints: ['v1-5-pruned-emaonly-fp16.safetensors'] },
    }
    await aNode('desk', { abilities, abilitiesHash: hashAbilities(abilities) })
    // Of this one nothing is known yet, so it is said to run everything.
    await aNode('new')
    await studio.ctx.db.gpuSpeed.createMany({
      data: [
        { nodeId: 'desk', work: 'sd15_txt2img final 512', runMs: 2_500, samples: 3 },
        { nodeId: 'desk', work: 'load:abc', runMs: 9_000, samples: 1 },
      ],
    })
    const library = { list: () => builtInWorkflows, get: (id: string) => getTemplate(builtInWorkflows, id) }
    const ctx = { ...teamCtx(), library }
    const details = await readGpu(ctx, { id: 'desk' })
    expect(details.models).toEqual([
      { folder: 'checkpoints', names: ['v1-5-pruned-emaonly-fp16.safetensors'], count: 1 },
    ])
    expect(details.speeds).toEqual([{ work: 'sd15_txt2img final 512', runMs: 2_500, samples: 3 }])
    const flux = details.workflows.find(({ id }) => id === 'flux-2')
    expect(flux?.canRun).toBe(false)
    expect(flux?.lacks).toContain('The node type UNETLoader is not installed.')

    const { items } = await listGpus(ctx)
    expect(items.find(({ id }) => id === 'new')?.workflows.every(({ canRun }) => canRun)).toBe(true)
    expect(items.find(({ id }) => id === 'desk')?.workflows).toEqual(details.workflows)
    await expect(readGpu(ctx, { id: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('pausing, draining and resuming', () => {
  it('changes what people want of a GPU', async () => {
    await aNode('desk')
    const modeOf = async () => (await studio.ctx.db.gpuNode.findUniqueOrThrow({ where: { id: 'desk' } })).mode
    expect(await drainNode(teamCtx(), { id: 'desk' })).toEqual({ id: 'desk', name: 'desk', mode: 'draining' })
    expect(await modeOf()).toBe('draining')
    await pauseNode(teamCtx(), { id: 'desk' })
    expect(await modeOf()).toBe('paused')
    await resumeNode(teamCtx(), { id: 'desk' })
    expect(await modeOf()).toBe('active')
  })

  it('is refused to who may only look, and of a GPU that is not there', async () => {
    await aNode('desk')
    await aNode('forgotten', { isConfigured: false })
    const viewer = { ...studio.as('viewer'), teamId: studio.teamId }
    await expect(pauseNode(viewer, { id: 'desk' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(pauseNode(teamCtx(), { id: 'forgotten' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

type OnGpu = Pick<Prisma.JobUpdateInput, 'startedAt' | 'renderedAt' | 'state'>

async function onGpu(place: { projectId: string; sentenceId: string }, data: OnGpu) {
  const job = await aJob(studio.ctx, place)
  return await studio.ctx.db.job.update({
    where: { id: job.id },
    data: { node: 'desk', nodeUrl: deskUrl, claimedAt: at(300_000), createdAt: at(300_000), ...data },
  })
}
