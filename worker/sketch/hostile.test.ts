import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callServer, type Listener, listenTo, newColour, submit, tinyGraph } from './contract-server.ts'
import { type SketchServer, startSketchServer } from './server.ts'

let dataDir: string
let server: SketchServer
let listener: Listener

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-sketch-'))
  server = await startSketchServer({ dataDir })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})
beforeEach(async () => {
  listener = await listenTo(server.url)
})
afterEach(() => listener.socket.terminate())

const run = async (prompt: unknown) => {
  const promptId = await submit(server.url, { prompt, client_id: listener.clientId })
  await listener.waitForEnd(promptId)
  return (await callServer(server.url, `/api/jobs/${promptId}`)).json
}
const upload = async (bytes: Buffer, filename: string) => {
  const form = new FormData()
  form.append('image', new Blob([new Uint8Array(bytes)]), filename)
  return await fetch(`${server.url}/upload/image`, { method: 'POST', body: form })
}
const isWell = async () => expect(await run(tinyGraph(newColour()))).toMatchObject({ status: 'completed' })

describe('the server goes on after', () => {
  it('a value that cannot be written as text', async () => {
    const prompt = { '1': { class_type: 'PreviewAny', inputs: { source: { toString: 1 } } } }
    const failAt = { node: '1', message: 'no', exceptionType: 'RuntimeError', hasNaN: false, times: 1 }
    server.admin.change({ failAt })
    expect(await run(prompt)).toMatchObject({
      status: 'failed',
      execution_error: { node_id: '1', current_inputs: { source: ['{"toString":1}'] } },
    })
    expect(await run(prompt)).toMatchObject({ status: 'completed', outputs: { '1': { text: ['{"toString":1}'] } } })
    await isWell()
  })

  it('a value that is nested without end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const graph = JSON.stringify({ prompt: tinyGraph(newColour()) }).replace(
      '"batch_size":1',
      `"batch_size":1,"x":${deep}`,
    )
    expect((await callServer(server.url, '/prompt', graph)).status).toBe(500)
    expect((await callServer(server.url, '/queue')).json).toEqual({ queue_running: [], queue_pending: [] })
    await isWell()
  })

  it('a small file that unfolds to a huge picture', async () => {
    const create = { width: 10_000, height: 10_000, channels: 3, background: 'red' } as const
    await upload(await sharp({ create }).png({ compressionLevel: 9 }).toBuffer(), 'huge.png')
    const prompt = {
      '1': { class_type: 'LoadImage', inputs: { image: 'huge.png' } },
      '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
    }
    expect(await run(prompt)).toMatchObject({
      status: 'failed',
      execution_error: { node_id: '1', exception_type: 'PIL.Image.DecompressionBombError' },
    })
    await isWell()
  })
})

describe('no page of a browser', () => {
  it.each([{ origin: 'https://example.com' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'gives orders: %j',
    async (headers) => {
      const order = { method: 'POST', headers, body: JSON.stringify({ change: { stepMs: 77 } }) }
      expect((await fetch(`${server.url}/sketch/admin`, order)).status).toBe(403)
      expect((await callServer(server.url, '/sketch/admin')).json).toMatchObject({ stepMs: 0 })
    },
  )
})

describe('besides', () => {
  it('a long text is cut in the list of jobs, and whole in the job', async () => {
    const text = 'long '.repeat(400)
    const prompt = {
      '1': { class_type: 'PrimitiveString', inputs: { value: text } },
      '2': { class_type: 'PreviewAny', inputs: { source: ['1', 0] } },
    }
    const cut = { content: text.slice(0, 1_024), truncated: true, nodeId: '2', mediaType: 'text' }
    expect(await run(prompt)).toMatchObject({ preview_output: cut, outputs: { '2': { text: [text] } } })
  })

  it('an upload may hold what looks like its own border', async () => {
    const bytes = Buffer.from('head --edge tail\n--edge\r\nmore')
    const head = 'Content-Disposition: form-data; name="image"; filename="odd.bin"'
    const body = Buffer.concat([Buffer.from(`--edge\r\n${head}\r\n\r\n`), bytes, Buffer.from('\r\n--edge--\r\n')])
    const headers = { 'content-type': 'multipart/form-data; boundary=edge' }
    const response = await fetch(`${server.url}/upload/image`, { method: 'POST', headers, body: new Uint8Array(body) })
    expect(response.status).toBe(200)
    const kept = await fetch(`${server.url}/view?filename=odd.bin&type=input`)
    expect(Buffer.from(await kept.arrayBuffer())).toEqual(bytes)
  })
})
