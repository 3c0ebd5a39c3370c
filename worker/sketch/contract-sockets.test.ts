import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Contract,
  callServer,
  listenTo,
  newColour,
  openContract,
  slowGraph,
  submit,
  tinyGraph,
} from './contract-server.ts'

let contract: Contract
let url: string

beforeAll(async () => {
  contract = await openContract()
  url = contract.url
})
afterAll(async () => await contract.stop())

const isOver = async (promptId: string) => (await callServer(url, `/api/jobs/${promptId}`)).json.status === 'completed'

it('greets with its id and the length of the queue', async () => {
  const listener = await listenTo(url)
  const hello = await listener.waitFor(({ type }) => type === 'status')
  expect(hello.data).toEqual({ status: { exec_info: { queue_remaining: 0 } }, sid: listener.clientId })
  await listener.close()
})

it('takes the handshake from the first JSON object alone', async () => {
  const patient = await listenTo(url)
  for (const text of ['garbage', '[]', '{"type":"feature_flags","data":{"supports_preview_metadata":true}}'])
    patient.socket.send(text)
  const { data } = await patient.waitFor(({ type }) => type === 'feature_flags')
  expect(data).toMatchObject({ supports_preview_metadata: true })
  await patient.close()
})

it('tells a run to its owner alone', async () => {
  const [owner, other] = [await listenTo(url), await listenTo(url)]
  const promptId = await submit(url, { prompt: tinyGraph(newColour()), client_id: owner.clientId })
  await owner.waitForEnd(promptId)
  expect(other.typesOf(promptId)).toEqual([])
  await Promise.all([owner.close(), other.close()])
})

it('tells the progress of a run without an owner to everyone, and nothing else of it', async () => {
  const listener = await listenTo(url)
  const promptId = await submit(url, { prompt: tinyGraph(newColour()) })
  await expect.poll(() => isOver(promptId), { timeout: 15_000 }).toBe(true)
  expect(new Set(listener.typesOf(promptId))).toEqual(new Set(['progress_state']))
  await listener.close()
})

it('tells everyone when a run without an owner is interrupted', async () => {
  const listener = await listenTo(url)
  const promptId = await submit(url, { prompt: slowGraph(newColour()) })
  await listener.waitFor(({ type, data }) => type === 'progress' && data.prompt_id === promptId)
  await callServer(url, '/interrupt', { prompt_id: promptId })
  await listener.waitFor(({ type, data }) => type === 'execution_interrupted' && data.prompt_id === promptId)
  expect(listener.typesOf(promptId)).not.toContain('executing')
  await listener.close()
})

it('tells a socket that comes back where its run is', async () => {
  const clientId = randomUUID()
  const first = await listenTo(url, clientId)
  const promptId = await submit(url, { prompt: slowGraph(newColour()), client_id: clientId })
  await first.waitFor(({ type, data }) => type === 'progress' && data.prompt_id === promptId)
  await first.close()
  const again = await listenTo(url, clientId)
  const where = await again.waitFor(({ type }) => type === 'executing')
  expect(where.data).toEqual({ node: expect.stringMatching(/^\d$/) })
  await callServer(url, '/interrupt', { prompt_id: promptId })
  await again.waitForEnd(promptId)
  await again.close()
})

it('sends pictures as bare frames, or with their node to those who asked', async () => {
  const [bare, named] = [await listenTo(url), await listenTo(url)]
  named.socket.send('{"type":"feature_flags","data":{"supports_preview_metadata":true}}')
  await named.waitFor(({ type }) => type === 'feature_flags')
  for (const listener of [bare, named]) {
    const prompt = {
      '1': { class_type: 'EmptyImage', inputs: { width: 32, height: 32, batch_size: 1, color: newColour() } },
      '2': { class_type: 'SaveImageWebsocket', inputs: { images: ['1', 0] } },
    }
    await listener.waitForEnd(await submit(url, { prompt, client_id: listener.clientId }))
  }
  expect(bare.frames.map((frame) => [frame.readUInt32BE(0), frame.readUInt32BE(4)])).toEqual([[1, 2]])
  expect(named.frames.map((frame) => frame.readUInt32BE(0))).toEqual([4])
  const length = named.frames[0]?.readUInt32BE(4) ?? 0
  const info: unknown = JSON.parse(String(named.frames[0]?.subarray(8, 8 + length)))
  expect(info).toMatchObject({ node_id: '2', image_type: 'image/png' })
  await Promise.all([bare.close(), named.close()])
})
