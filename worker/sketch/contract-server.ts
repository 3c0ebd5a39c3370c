import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { parseJson } from '#lib/runtime/json.ts'
import { startSketchServer } from './server.ts'

/* For tests alone: the server that the contract is held against, and a plain client that sees everything. */

export type Message = { type: string; data: Record<string, unknown> }

export type Contract = { url: string; stop(): Promise<void> }

/** The ComfyUI at COMFYUI_TEST_URL, or a sketch server of this test's own. */
export async function openContract(): Promise<Contract> {
  const given = process.env.COMFYUI_TEST_URL
  if (given) return { url: given.replace(/\/$/, ''), stop: async () => {} }
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-sketch-'))
  const server = await startSketchServer({ dataDir, behaviour: { tileMs: 0.4 } })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type Listener = Awaited<ReturnType<typeof listenTo>>

/** A socket that keeps every message and lets a test wait for one. */
export async function listenTo(url: string, clientId: string = randomUUID()) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?clientId=${clientId}`)
  const messages: Message[] = []
  const frames: Buffer[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (isBinary) frames.push(bytes)
    // The server under test writes these; a wrong shape fails the test that looks at it.
    else messages.push(parseJson(String(bytes)) as Message)
    for (const look of waiting) look()
  })
  await once(socket, 'open')
  const waitFor = async (isIt: (message: Message) => boolean): Promise<Message> =>
    await new Promise((resolve) => {
      const look = () => {
        const found = messages.find(isIt)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return {
    clientId,
    socket,
    messages,
    frames,
    waitFor,
    /** The last message of a run, whatever became of it. */
    waitForEnd: async (promptId: string) =>
      await waitFor(({ type, data }) => type === 'executing' && data.node === null && data.prompt_id === promptId),
    typesOf: (promptId: string) => messages.filter(({ data }) => data.prompt_id === promptId).map(({ type }) => type),
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

export async function callServer(url: string, pathname: string, body?: unknown) {
  const method = body === undefined ? 'GET' : 'POST'
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}${pathname}`, { method, ...(body !== undefined && { body: sent }) })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  // Tests compare it; what is not there is undefined.
  const json = (isJson ? parseJson(text) : undefined) as Record<string, never>
  return { status: response.status, headers: response.headers, text, json }
}

/** Submits and gives back the id; a graph that is refused fails the test here. */
export async function submit(url: string, input: { prompt: unknown; client_id?: string; [key: string]: unknown }) {
  const { status, json, text } = await callServer(url, '/prompt', input)
  if (status !== 200) throw new Error(`The server refused the graph: ${text}`)
  return String(json.prompt_id)
}

/** Any colour that no other test uses, so that nothing is cached by chance. */
export function newColour(): number {
  return Math.floor(Math.random() * 0xffffff)
}

export function tinyGraph(color: number, prefix = 'contract/tiny') {
  return {
    '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 48, batch_size: 1, color } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
  }
}

/** Takes seconds anywhere, tells its progress and can be interrupted; needs no model. */
export function slowGraph(color: number) {
  const tiles = { tile_size: 64, overlap: 0, temporal_size: 64, temporal_overlap: 8 }
  return {
    '1': { class_type: 'EmptyImage', inputs: { width: 2048, height: 2048, batch_size: 3, color } },
    '2': { class_type: 'VAELoader', inputs: { vae_name: 'pixel_space' } },
    '3': { class_type: 'VAEEncodeTiled', inputs: { pixels: ['1', 0], vae: ['2', 0], ...tiles } },
    '4': { class_type: 'VAEDecodeTiled', inputs: { samples: ['3', 0], vae: ['2', 0], ...tiles } },
    '5': { class_type: 'PreviewImage', inputs: { images: ['4', 0] } },
  }
}
