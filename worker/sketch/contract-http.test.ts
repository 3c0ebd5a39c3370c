import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Contract, callServer, listenTo, newColour, openContract, submit, tinyGraph } from './contract-server.ts'

let contract: Contract
let url: string

beforeAll(async () => {
  contract = await openContract()
  url = contract.url
})
afterAll(async () => await contract.stop())

const send = async (body: unknown) => await callServer(url, '/prompt', body)
const picture = async (background: string) =>
  await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()

async function upload(bytes: Buffer, fields: Record<string, string> = {}, filename = 'contract.png') {
  const form = new FormData()
  form.append('image', new Blob([new Uint8Array(bytes)]), filename)
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const response = await fetch(`${url}/upload/image`, { method: 'POST', body: form })
  const text = await response.text()
  return { status: response.status, body: response.ok ? JSON.parse(text) : text }
}

describe('a refused prompt', () => {
  const graph = () => tinyGraph(1)

  it.each([
    ['no prompt', { client_id: 'x' }, 'no_prompt'],
    ['an id that is no uuid', { prompt: graph(), prompt_id: 'job-1' }, 'invalid_prompt_id'],
    ['an id in capitals', { prompt: graph(), prompt_id: randomUUID().toUpperCase() }, 'invalid_prompt_id'],
    ['an unknown class', { prompt: { '1': { class_type: 'NoSuchNode', inputs: {} } } }, 'missing_node_type'],
    ['no output', { prompt: { '1': graph()['1'] } }, 'prompt_no_outputs'],
    ['an empty graph', { prompt: {} }, 'prompt_no_outputs'],
  ])('says so: %s', async (_case, body, type) => {
    const { status, json } = await send(body)
    expect(status).toBe(400)
    expect(json).toMatchObject({ error: { type }, node_errors: {} })
  })

  it('names the node, the input and what there is instead', async () => {
    const { '1': source, '2': save } = graph()
    const scale = { image: ['1', 0], upscale_method: 'nope', width: 8, height: 8, crop: 'disabled' }
    const prompt = {
      '1': { ...source, inputs: { ...source.inputs, width: 0, height: 'abc' } },
      '2': save,
      '3': { class_type: 'ImageScale', inputs: scale },
      '4': { class_type: 'PreviewImage', inputs: { images: ['3', 0] } },
    }
    const { json } = await send({ prompt })
    expect(json.error).toMatchObject({ type: 'prompt_outputs_failed_validation', details: '' })
    expect(json.node_errors).toMatchObject({
      '1': { class_type: 'EmptyImage', errors: [{ type: 'value_smaller_than_min' }, { type: 'invalid_input_type' }] },
      '3': {
        errors: [{ type: 'value_not_in_list', extra_info: { input_name: 'upscale_method', received_value: 'nope' } }],
      },
    })
  })

  it('is accepted in part when one output is right, and says what was left out', async () => {
    const bad = {
      '8': { class_type: 'LoadImage', inputs: { image: 'gone.png' } },
      '9': { class_type: 'PreviewImage', inputs: { images: ['8', 0] } },
    }
    const { status, json } = await send({ prompt: { ...tinyGraph(newColour()), ...bad } })
    expect(status).toBe(200)
    expect(json.node_errors).toMatchObject({
      '8': { errors: [{ type: 'custom_validation_failed' }], dependent_outputs: ['9'] },
    })
  })

  it.each([
    ['no JSON', 'this is not JSON'],
    ['a text for a graph', '{"prompt":"abc"}'],
    ['a text for a node', '{"prompt":{"1":"x"}}'],
    ['a text for extra data', JSON.stringify({ prompt: tinyGraph(3), extra_data: 'x' })],
  ])('is a plain 500 for %s', async (_case, body) => {
    const { status, headers } = await send(body)
    expect([status, headers.get('content-type')]).toEqual([500, 'text/plain; charset=utf-8'])
  })

  it('uses up a number, too', async () => {
    const first = await send({ prompt: tinyGraph(newColour()) })
    await send({ prompt: {} })
    const next = await send({ prompt: tinyGraph(newColour()) })
    expect(Number(next.json.number) - Number(first.json.number)).toBe(2)
  })
})

describe('uploads', () => {
  it('keep the name for the same bytes and number others', async () => {
    const name = `${randomUUID()}.png`
    const [red, blue] = [await picture('#ff0000'), await picture('#0000ff')]
    expect((await upload(red, {}, name)).body).toEqual({ name, subfolder: '', type: 'input' })
    expect((await upload(red, {}, name)).body.name).toBe(name)
    expect((await upload(blue, {}, name)).body.name).toBe(name.replace('.png', ' (1).png'))
    expect((await upload(blue, { overwrite: 'true' }, name)).body.name).toBe(name)
  })

  it('make their folder, and stay inside', async () => {
    const bytes = await picture('#00ff00')
    const { body } = await upload(bytes, { subfolder: 'contract/deep' })
    expect(body).toMatchObject({ subfolder: 'contract/deep', type: 'input' })
    expect((await upload(bytes, { subfolder: '../../evil' })).status).toBe(400)
    expect((await upload(bytes, { type: 'bogus' })).status).toBe(500)
  })

  it('are what a loader then reads', async () => {
    const { body } = await upload(await picture('#102030'), { subfolder: 'contract' }, `${randomUUID()}.png`)
    const listener = await listenTo(url)
    const prompt = {
      '1': { class_type: 'LoadImage', inputs: { image: `${body.subfolder}/${body.name}` } },
      '2': { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
      '3': { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
    }
    await listener.waitForEnd(await submit(url, { prompt, client_id: listener.clientId }))
    const done = await listener.waitFor(({ type }) => type === 'executed')
    expect(done.data).toMatchObject({ output: { images: [{ type: 'temp' }] } })
    const { images } = done.data.output as { images: { filename: string }[] } // Just compared.
    const seen = await fetch(`${url}/view?type=temp&filename=${images[0]?.filename}`)
    const { dominant } = await sharp(Buffer.from(await seen.arrayBuffer())).stats()
    expect([dominant.r, dominant.g, dominant.b].map((part) => part >> 4)).toEqual([0xe, 0xd, 0xc])
    await listener.close()
  })
})

describe('/view', () => {
  let name: string
  const view = async (query: string, headers: Record<string, string> = {}) =>
    await fetch(`${url}/view?${query}`, { headers })
  beforeAll(async () => {
    name = (await upload(await picture('#abcdef'), {}, `${randomUUID()}.png`)).body.name
  })

  it.each([
    ['filename=../x.png', 400],
    ['filename=a..b.png', 400],
    ['filename=/etc/passwd', 400],
    ['filename=x.png&type=bogus', 400],
    ['filename=x.png&subfolder=../../etc', 403],
    ['filename=nope.png', 404],
    ['', 404],
  ])('answers %s with %i', async (query, status) => {
    expect((await view(query)).status).toBe(status)
  })

  it('serves a file whole, in part, and smaller', async () => {
    const whole = await view(`type=input&filename=${name}`)
    expect(whole.headers.get('content-type')).toBe('image/png')
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    const part = await view(`type=input&filename=${name}`, { range: 'bytes=0-7' })
    expect([part.status, (await part.bytes()).length]).toEqual([206, 8])
    const small = await view(`type=input&filename=${name}&preview=jpeg;80`)
    expect(small.headers.get('content-type')).toBe('image/jpeg')
    expect((await view(`filename=${encodeURIComponent(`${name} [input]`)}`)).status).toBe(200)
  })
})

describe('the rest', () => {
  it('answers with and without /api, the jobs only with it', async () => {
    for (const path of ['/system_stats', '/queue', '/features', '/object_info/KSampler']) {
      expect((await callServer(url, path)).status).toBe(200)
      expect((await callServer(url, `/api${path}`)).status).toBe(200)
    }
    expect((await callServer(url, '/api/jobs?limit=1')).json).toMatchObject({ pagination: { limit: 1 } })
    expect((await callServer(url, '/jobs')).status).toBe(404)
    expect((await callServer(url, '/object_info/NoSuch')).json).toEqual({})
    expect((await callServer(url, '/models/nosuch')).status).toBe(404)
    expect((await callServer(url, '/history?max_items=x')).status).toBe(500)
    expect((await callServer(url, '/api/jobs?status=bogus')).status).toBe(400)
  })

  it('keeps pages of other sites out and lets programs in', async () => {
    const status = async (headers: Record<string, string>) => (await fetch(`${url}/prompt`, { headers })).status
    expect(await status({ origin: 'http://localhost:1' })).toBe(403)
    expect(await status({ origin: 'https://example.com' })).toBe(403)
    expect(await status({ origin: 'null' })).toBe(200)
    expect(await status({ origin: new URL(url).origin })).toBe(200)
    expect(await status({})).toBe(200)
  })
})
