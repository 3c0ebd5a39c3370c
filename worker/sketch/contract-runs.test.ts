import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Contract,
  callServer,
  type Listener,
  listenTo,
  newColour,
  openContract,
  slowGraph,
  submit,
  tinyGraph,
} from './contract-server.ts'

let contract: Contract
let listener: Listener
let url: string

beforeAll(async () => {
  contract = await openContract()
  url = contract.url
  listener = await listenTo(url)
})
afterAll(async () => {
  await listener.close()
  await contract.stop()
})

const run = async (prompt: unknown, more: Record<string, unknown> = {}) => {
  const promptId = await submit(url, { prompt, client_id: listener.clientId, ...more })
  await listener.waitForEnd(promptId)
  return promptId
}

const jobOf = async (promptId: string) => (await callServer(url, `/api/jobs/${promptId}`)).json

describe('a run', () => {
  it('tells its messages in order and ends with the marker', async () => {
    const promptId = await run(tinyGraph(newColour()))
    const types = listener.typesOf(promptId).filter((type) => type !== 'progress_state')
    expect(types).toEqual([
      ...['execution_start', 'execution_cached', 'executing', 'executing', 'executed'],
      ...['execution_success', 'executing'],
    ])
  })

  it('is in the history when the marker arrives, with what it saved', async () => {
    const promptId = await run(tinyGraph(newColour()))
    const entry: Record<string, unknown> = (await callServer(url, `/history/${promptId}`)).json[promptId] ?? {}
    expect(entry).toMatchObject({
      outputs: { '2': { images: [{ subfolder: 'contract', type: 'output' }] } },
      status: { status_str: 'success', completed: true },
      meta: { '2': { node_id: '2', real_node_id: '2' } },
    })
    expect(await jobOf(promptId)).toMatchObject({ status: 'completed', outputs_count: 1 })
  })

  it('is answered from the cache when nothing changed, with the files of before', async () => {
    const graph = tinyGraph(newColour())
    const [first, again] = [await run(graph), await run(graph)]
    const cached = listener.messages.find(({ type, data }) => type === 'execution_cached' && data.prompt_id === again)
    expect(cached?.data.nodes).toEqual(['1', '2'])
    expect((await jobOf(again)).outputs).toEqual((await jobOf(first)).outputs)
  })

  it('keeps a seed of 64 bits exact, in the history and in the picture', async () => {
    for (const color of ['0', '9007199254740993', '18446744073709551615']) {
      const graph = JSON.stringify(tinyGraph(newColour())).replace('"inputs":{', `"inputs":{"unused_seed":${color},`)
      const { json } = await callServer(url, '/prompt', `{"prompt":${graph},"client_id":"${listener.clientId}"}`)
      await listener.waitForEnd(String(json.prompt_id))
      expect((await callServer(url, `/history/${json.prompt_id}`)).text).toMatch(
        new RegExp(`"unused_seed": ?${color}\\b`),
      )
      const done = await listener.waitFor(({ type, data }) => type === 'executed' && data.prompt_id === json.prompt_id)
      // A picture was saved, so that is what the node tells.
      const { images } = done.data.output as { images: { filename: string }[] }
      const picture = await fetch(`${url}/view?type=output&subfolder=contract&filename=${images[0]?.filename}`)
      expect(Buffer.from(await picture.arrayBuffer()).toString('latin1')).toMatch(
        new RegExp(`"unused_seed": ?${color}\\b`),
      )
    }
  })

  it('shares its progress and can be interrupted by its id alone', async () => {
    const promptId = await submit(url, { prompt: slowGraph(newColour()), client_id: listener.clientId })
    await listener.waitFor(({ type, data }) => type === 'progress' && data.prompt_id === promptId)
    expect(await jobOf(promptId)).toMatchObject({ status: 'in_progress' })
    await callServer(url, '/interrupt', { prompt_id: randomUUID() })
    await callServer(url, '/interrupt', { prompt_id: promptId })
    await listener.waitForEnd(promptId)
    expect(listener.typesOf(promptId)).toContain('execution_interrupted')
    expect(await jobOf(promptId)).toMatchObject({ status: 'cancelled', execution_status: { completed: false } })
  })

  it('fails with the node and the reason, and keeps what was finished', async () => {
    const form = new FormData()
    form.append('image', new Blob(['no picture']), `${randomUUID()}.png`)
    const uploaded: unknown = await (await fetch(`${url}/upload/image`, { method: 'POST', body: form })).json()
    const { name } = uploaded as { name: string } // The upload answers with it or the next line fails.
    const promptId = await run({
      ...tinyGraph(newColour()),
      '8': { class_type: 'LoadImage', inputs: { image: name } },
      '9': { class_type: 'PreviewImage', inputs: { images: ['8', 0] } },
    })
    expect(await jobOf(promptId)).toMatchObject({
      status: 'failed',
      execution_error: { node_id: '8', node_type: 'LoadImage', exception_type: 'PIL.UnidentifiedImageError' },
    })
  })
})

describe('the queue', () => {
  it('runs by number, front ones first, and forgets what is cancelled while it waits', async () => {
    const running = await submit(url, { prompt: slowGraph(newColour()), client_id: listener.clientId })
    await listener.waitFor(({ type, data }) => type === 'executing' && data.prompt_id === running)
    const mine = (more: object) =>
      submit(url, { prompt: tinyGraph(newColour()), client_id: listener.clientId, ...more })
    const [last, first, deleted] = [await mine({}), await mine({ front: true }), await mine({})]
    expect((await callServer(url, `/api/jobs/${deleted}/cancel`, {})).json).toEqual({ cancelled: true })
    expect((await callServer(url, `/api/jobs/${deleted}`)).status).toBe(404)
    expect((await callServer(url, `/history/${deleted}`)).json).toEqual({})
    expect((await jobOf(first)).status).toBe('pending')
    expect((await callServer(url, `/api/jobs/${running}/cancel`, {})).json).toEqual({ cancelled: true })
    await listener.waitForEnd(last)
    const starts = listener.messages.filter(({ type }) => type === 'execution_start').map(({ data }) => data.prompt_id)
    expect(starts.slice(-2)).toEqual([first, last])
  })

  it('answers a cancel of what is over or unknown with false', async () => {
    const promptId = await run(tinyGraph(newColour()))
    expect((await callServer(url, `/api/jobs/${promptId}/cancel`, {})).json).toEqual({ cancelled: false })
    expect((await callServer(url, '/api/jobs/cancel', { job_ids: ['x'] })).status).toBe(400)
  })
})
