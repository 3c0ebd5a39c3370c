import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fieldsOf } from '#lib/comfy/fields.ts'
import { stringifyJson } from '#lib/runtime/json.ts'
import { bindWorkflow } from '#lib/workflow/bind.ts'
import { getTemplate, listWorkflows } from '#lib/workflow/library.ts'
import { sampleRequest } from '#lib/workflow/sample.ts'
import { callServer, listenTo } from './contract-server.ts'
import { type SketchServer, startSketchServer } from './server.ts'

const folder = path.resolve(import.meta.dirname, '../../workflows')
const workflows = await listWorkflows([{ origin: 'built-in', folder }])

let dataDir: string
let server: SketchServer

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-sketch-'))
  server = await startSketchServer({ dataDir })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

it.each(workflows.map(({ id }) => id))('runs %s', async (id) => {
  const { graph } = bindWorkflow(getTemplate(workflows, id), sampleRequest(getTemplate(workflows, id)))
  // A short clip shows as much as a long one.
  for (const { inputs } of Object.values(graph)) if (typeof inputs.length === 'number') inputs.length = 9
  await uploadInputs(JSON.stringify(graph, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))
  const listener = await listenTo(server.url)
  const { json, text } = await callServer(
    server.url,
    '/prompt',
    stringifyJson({ prompt: graph, client_id: listener.clientId }),
  )
  expect(json.node_errors, text).toEqual({})
  await listener.waitForEnd(String(json.prompt_id))
  const job = (await callServer(server.url, `/api/jobs/${json.prompt_id}`)).json
  expect(job).toMatchObject({ status: 'completed' })
  expect(job.outputs_count).toBeGreaterThan(0)
  listener.socket.terminate()
})

const fromPictures = workflows.filter(({ template }) => template?.manifest.accepts.init).map(({ id }) => id)

it.each(fromPictures)('%s starts from the picture it is given', async (id) => {
  const template = getTemplate(workflows, id)
  const draw = async (initImage: string) => {
    const request = {
      ...sampleRequest(template),
      seed: 1n,
      initImage,
      denoise: 0.4,
      filenamePrefix: `test/${initImage}`,
    }
    const { graph } = bindWorkflow(template, { ...request, size: { width: 512, height: 512 }, steps: 4 })
    await uploadInputs(JSON.stringify(graph, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))
    await uploadPicture('red.png', '#c02020')
    await uploadPicture('blue.png', '#2020c0')
    const listener = await listenTo(server.url)
    const body = stringifyJson({ prompt: graph, client_id: listener.clientId })
    const { json } = await callServer(server.url, '/prompt', body)
    await listener.waitForEnd(String(json.prompt_id))
    listener.socket.terminate()
    const job = (await callServer(server.url, `/api/jobs/${json.prompt_id}`)).json
    const [filename, subfolder, type] = ['filename', 'subfolder', 'type'].map((key) =>
      String(fieldsOf(job.preview_output)[key]),
    )
    const query = new URLSearchParams({ filename: filename ?? '', subfolder: subfolder ?? '', type: type ?? '' })
    const picture = await (await fetch(`${server.url}/view?${query}`)).arrayBuffer()
    const { channels } = await sharp(picture).stats()
    return (channels[0]?.mean ?? 0) - (channels[2]?.mean ?? 0)
  }
  expect((await draw('red.png')) - (await draw('blue.png'))).toBeGreaterThan(50)
})

async function uploadPicture(name: string, background: string): Promise<void> {
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background } })
  const form = new FormData()
  form.append('image', new Blob([new Uint8Array(await picture.png().toBuffer())]), name)
  form.append('overwrite', 'true')
  await fetch(`${server.url}/upload/image`, { method: 'POST', body: form })
}

/** Every picture that the graph names; a clip may be any bytes, another one is made up for it. */
async function uploadInputs(graph: string): Promise<void> {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#806040' } })
    .png()
    .toBuffer()
  for (const [, name = ''] of graph.matchAll(/"(?:image|file|video)":"([^"]+)"/g)) {
    const form = new FormData()
    form.append('image', new Blob([new Uint8Array(bytes)]), path.basename(name))
    form.append('subfolder', path.dirname(name).replace(/^\.$/, ''))
    form.append('overwrite', 'true')
    await fetch(`${server.url}/upload/image`, { method: 'POST', body: form })
  }
}
