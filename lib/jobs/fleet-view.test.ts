import { beforeAll, expect, it } from 'vitest'
import { hashAbilities } from '#lib/fleet/abilities.ts'
import { nodesOfUrls } from '#lib/fleet/model.ts'
import { holdNode, noteAbilities, noteSight, registerNodes } from '#lib/fleet/nodes.ts'
import { transact } from '#lib/live/transact.ts'
import { newId } from '#lib/runtime/ids.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { builtInTemplates } from '#lib/testing/workflows.ts'
import { readFleetView, readNodes } from './fleet-view.ts'
import { requestTakeInput } from './model.ts'
import { requestTake } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const nodes = nodesOfUrls(['http://10.0.0.1:8188', 'http://10.0.0.2:8188'])
const [open, dead] = nodes.map(({ id }) => ({ id, worker: 'a worker' }))
const ids: string[] = []

beforeAll(async () => {
  const { ctx } = jobs
  await registerNodes(ctx, nodes)
  for (const holding of [open, dead]) {
    if (!holding) throw new Error('There are two.')
    await holdNode(ctx, holding)
    await noteSight(ctx, holding, { sight: { health: 'well' }, isNews: false })
  }
  // Its worker has not been heard of for a minute.
  const checkedAt = new Date(Date.now() - 60_000)
  await ctx.db.gpuNode.update({ where: { id: dead?.id ?? '' }, data: { checkedAt } })
  const { sectionId } = await aProject(studio)
  const rows = await sentences(studio.ctx, sectionId, 'One.', 'Two.', 'Three.', 'Four.', 'Five.')
  for (const { id: sentenceId } of rows) {
    await updateSentence(studio.ctx, { id: sentenceId, imagePrompt: 'a harbour at dawn' })
    ids.push((await requestTake(ctx, requestTakeInput.parse({ sentenceId }))).job.id)
  }
  const [held, resting, executing, drawn] = ids
  const change = (id: string | undefined, data: object) => ctx.db.job.update({ where: { id: id ?? '' }, data })
  await change(held, { isHeld: true })
  await change(resting, { notBefore: new Date(Date.now() + 60_000) })
  const claimed = { state: 'processing', nodeUrl: nodes[0]?.url, claimedAt: new Date(), startedAt: new Date() }
  await change(executing, claimed)
  await change(drawn, { ...claimed, renderedAt: new Date() })
})

it('shows what can be started, what is on each GPU, and who is open', async () => {
  const view = await readFleetView(jobs.ctx)
  const [queue] = view.fleet.queues
  expect(view.fleet.queues).toHaveLength(1)
  // What rests counts as waiting, and what is held does not.
  expect(queue).toMatchObject({ count: 2, jobs: [{ id: ids[4], lane: 'urgent' }], servedAtMs: null })
  expect(view.needs.get(queue?.name ?? '')?.workflow).toBe(queue?.name.split('.')[1])
  expect(builtInTemplates.map(({ manifest }) => manifest.id)).toContain(queue?.name.split('.')[1])
  const [one, other] = view.nodes
  expect(one).toMatchObject({ isOpen: true, heldBy: 'a worker', inHand: [{ jobId: ids[2], isExecuting: true }] })
  expect(one?.freeAtMs).toBeGreaterThan(view.fleet.nowMs)
  expect(other).toMatchObject({ isOpen: false, heldBy: null, inHand: [] })
  expect(view.fleet.nodes.map(({ works }) => [...works.keys()])).toEqual([[queue?.name], [queue?.name]])
})

it('says the same when what it has read before is left out, and what is new when it changes', async () => {
  expect((await readFleetView(jobs.ctx)).needs.size).toBe(1)
  expect((await readNodes(jobs.ctx))[0]?.runner.abilities).toBeUndefined()
  const abilities = { nodeTypes: ['SaveImage'], models: {} }
  if (open) await noteAbilities(jobs.ctx, open, abilities)
  for (let times = 0; times < 2; times++) {
    const view = await readFleetView(jobs.ctx)
    expect(view.nodes[0]).toMatchObject({ abilitiesHash: hashAbilities(abilities) })
    expect(view.nodes[0]?.runner.abilities?.nodeTypes).toEqual(new Set(['SaveImage']))
    // It lacks all the rest, so the other one alone can run what waits.
    expect(view.fleet.nodes.map(({ works }) => works.size)).toEqual([0, 1])
  }
})

it('does not count on a GPU whose worker has stopped saying that it lives', async () => {
  const { db } = jobs.ctx
  const seenAgoMs = (ms: number) => ({ seenAt: new Date(Date.now() - ms) })
  const facts = { kind: 'worker', host: 'a', pid: 7, version: '1', node: 'v24', startedAt: new Date() }
  const { id } = await db.process.create({ data: { id: newId(), ...facts, ...seenAgoMs(5_000) } })
  await db.gpuNode.update({ where: { id: open?.id ?? '' }, data: { heldBy: 'a 7', checkedAt: new Date() } })
  const seen = async () => (await readFleetView(jobs.ctx)).nodes[0]
  expect(await seen()).toMatchObject({ isOpen: true, isHolderSilent: false })
  await db.process.update({ where: { id }, data: seenAgoMs(13_000) })
  expect(await seen()).toMatchObject({ isOpen: false, isHolderSilent: true, heldBy: 'a 7' })
})

it('knows that people have stopped the queue', async () => {
  expect((await readFleetView(jobs.ctx)).isPaused).toBe(false)
  await transact(jobs.ctx, (tx) =>
    tx.db.queuePause.create({ data: { pausedAt: new Date(), pausedById: jobs.ctx.actor.personId } }),
  )
  expect((await readFleetView(jobs.ctx)).isPaused).toBe(true)
})
