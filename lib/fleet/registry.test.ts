import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAppError } from '#lib/runtime/errors.ts'
import { loadFleet, loadNodes } from './registry.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-fleet-'))
})
afterAll(() => rm(dir, { recursive: true }))

describe('without a file', () => {
  const load = (...urls: string[]) => loadNodes({ GPUS_FILE: path.join(dir, 'none.yaml'), COMFYUI_URL: urls })

  it('there are no nodes', async () => {
    expect(await load()).toEqual([])
  })

  it('the addresses given are the nodes', async () => {
    expect(await load('http://a:8188/', 'https://b/comfy//')).toMatchObject([
      { id: 'a-8188', name: 'a:8188', url: 'http://a:8188', tier: 'standard', maxBatch: 4, headers: {} },
      { id: expect.stringMatching(/^b-comfy-[0-9a-z]{7}$/), name: 'b', url: 'https://b/comfy' },
    ])
  })

  it('each has an id of its own, the same at every start', async () => {
    const urls = ['http://a.b:8188', 'http://a-b:8188', 'https://a.b:8188', 'http://a.b:8188/x', 'http://[::1]:8188']
    const ids = (await load(...urls)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(urls.length)
    expect(ids[0]).toBe('a-b-8188')
    expect(ids.every((id) => /^[a-z0-9-]+$/.test(id))).toBe(true)
    expect((await load(...urls.map((url) => `${url}/`))).map(({ id }) => id)).toEqual(ids)
  })
})

describe('a file', () => {
  it('says everything about a node', async () => {
    const nodes = await load(`nodes:
  - { id: rack, name: Server room, url: "https://gpu.example.com/", headers: { Authorization: Bearer x }, tier: premium,
      capabilities: [sdxl, video], vram_gb: 47.5, max_resolution: 2048, max_batch: 4 }`)
    expect(nodes).toEqual([
      {
        id: 'rack',
        name: 'Server room',
        url: 'https://gpu.example.com',
        headers: { Authorization: 'Bearer x' },
        tier: 'premium',
        capabilities: ['sdxl', 'video'],
        vramGb: 47.5,
        maxResolution: 2048,
        maxBatch: 4,
      },
    ])
  })

  it.each([
    ['{ id: a, host: desk }', 'http://desk:8188'],
    ['{ id: a, host: 10.0.0.7, port: 9000 }', 'http://10.0.0.7:9000'],
    ['{ id: a, host: "::1" }', 'http://[::1]:8188'],
    ['{ id: a, host: "[fe80::1]", port: 1 }', 'http://[fe80::1]:1'],
    ['{ id: a, url: "http://desk/comfy/" }', 'http://desk/comfy'],
  ])('%s is at %s, with what was left out', async (node, url) => {
    expect(await load(`nodes: [${node}]`)).toMatchObject([{ id: 'a', name: 'a', url, tier: 'standard', maxBatch: 4 }])
  })

  it('goes before the addresses, and it is told which was read', async () => {
    const file = await write('nodes: [{ id: a, host: desk }]')
    const [none, COMFYUI_URL] = [path.join(dir, 'none.yaml'), ['http://other']]
    expect(await loadFleet({ GPUS_FILE: file, COMFYUI_URL })).toMatchObject({ source: 'file', nodes: [{ id: 'a' }] })
    expect(await loadFleet({ GPUS_FILE: none, COMFYUI_URL })).toMatchObject({ source: 'addresses' })
    expect(await loadFleet({ GPUS_FILE: none, COMFYUI_URL: [], SKETCH_URL: 'http://sketch' })).toMatchObject({
      source: 'sketch',
    })
    expect(await loadFleet({ GPUS_FILE: none, COMFYUI_URL: [] })).toEqual({ source: 'none', nodes: [] })
  })

  it('like the sample is right', async () => {
    const sample = path.resolve(import.meta.dirname, '../../config/gpus.sample.yaml')
    const nodes = await loadNodes({ GPUS_FILE: sample, COMFYUI_URL: [] })
    expect(nodes.map((node) => node.id)).toEqual(['desk', 'rack'])
  })
})

describe('a broken file', () => {
  it('is told with every mistake in it at once, and no header’s value', async () => {
    const problems = await problemsOf(`nodes:
  - { id: "has space", host: a }
  - { id: b, tier: best }
  - { id: c }
  - { id: d, host: a, url: http://b }
  - { id: e, url: ftp://b }
  - { id: f, host: a, port: 70000, vram_gb: -1, max_batch: 0, max_resolution: 1 }
  - { id: g, host: a, capabilities: [sdxl, magic] }
  - { id: h, host: a, vram: 3 }
  - { id: i, host: "http://desk" }
  - { id: b, host: a }
  - { host: a }
  - { id: j, host: a, headers: { Authorization: [hunter2] } }
  - just words`)
    const expected = [
      /nodes #1 id must be made of letters/,
      /nodes #2 tier must be one of draft/,
      /nodes #2 needs either host/,
      /nodes #3 needs either host/,
      /nodes #4 needs either host/,
      /nodes #5 url must be a URL/,
      /nodes #6 port must be 65535 or less/,
      /nodes #6 vram_gb must be more than 0/,
      /nodes #6 max_batch must be 1 or more/,
      /nodes #6 max_resolution must be 64 or more/,
      /nodes #7 capabilities #2 must be one of sd15/,
      /nodes #8 knows no "vram"/,
      /nodes #9 host must be a name or an address/,
      /nodes has more than one called b/,
      /nodes has more than one at http:\/\/a:8188: /,
      /nodes #11 id is missing/,
      /nodes #12 headers Authorization must be text/,
      /nodes #13 must be lines of names/,
    ]
    for (const problem of expected) expect(problems).toContainEqual(expect.stringMatching(problem))
    expect(problems).toHaveLength(expected.length)
    expect(problems.join()).not.toContain('hunter2')
  })

  it.each([
    ['{ id: a, host: desk }', '{ id: b, url: "http://DESK:8188/" }', 'http://desk:8188'],
    ['{ id: a, host: desk, port: 8189 }', '{ id: b, host: desk, port: 8189 }', 'http://desk:8189'],
    ['{ id: a, url: "https://me:hunter2@rack/x" }', '{ id: b, url: "https://rack/x/" }', 'https://rack/x'],
  ])('is told when one address is there twice: %s and %s', async (one, other, address) => {
    const problem = `nodes has more than one at ${address}: each GPU has an address of its own`
    expect(await problemsOf(`nodes:\n  - ${one}\n  - ${other}`)).toEqual([problem])
  })

  it.each([
    ['no YAML', 'nodes: [a', /^line 1: this is not YAML/],
    ['a tab for space', 'nodes:\n\t- id: a', /^line 2: this is not YAML/],
    ['a name twice', 'nodes:\n  - id: a\n    id: b', /^line 3: this is not YAML/],
    ['a name for something that is not there', 'nodes: *gone', /this is not YAML/],
    ['names that multiply', `a: &a [x,x,x,x,x,x,x,x,x,x]\n${bomb()}nodes: *e`, /this is not YAML/],
    ['nothing', '', /^the file must be lines of names/],
    ['words', 'just words', /^the file must be/],
    ['no nodes', 'nodes: []', /^nodes must name at least one node/],
    ['another name', 'gpus: []', /^the file knows no "gpus"/],
  ])('is told when it holds %s', async (_, text, problem) => {
    expect(await problemsOf(text)).toContainEqual(expect.stringMatching(problem))
  })

  it('is told when it cannot be read', async () => {
    const file = path.join(dir, 'folder.yaml')
    await mkdir(file)
    const loading = loadNodes({ GPUS_FILE: file, COMFYUI_URL: [] })
    await expect(loading).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'folder.yaml is not right: the file cannot be read.',
      suggestion: expect.stringContaining(file),
    })
  })
})

function bomb(): string {
  return ['b', 'c', 'd', 'e']
    .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcd'[index]}`)}]\n`)
    .join('')
}

async function write(text: string): Promise<string> {
  const file = path.join(dir, 'gpus.yaml')
  await writeFile(file, text)
  return file
}

async function load(text: string) {
  return await loadNodes({ GPUS_FILE: await write(text), COMFYUI_URL: [] })
}

async function problemsOf(text: string): Promise<string[]> {
  const error: unknown = await load(text).catch((caught: unknown) => caught)
  if (!isAppError(error)) throw new Error(`It was expected to be told what is wrong, and not ${String(error)}.`)
  expect(error.code).toBe('CONFIG_INVALID')
  expect(error.message).toMatch(/^gpus\.yaml is not right: .+\.$/s)
  const problems = error.details?.problems
  return Array.isArray(problems) ? problems.map(String) : []
}

it('a password in an address goes into a header, and nowhere else', async () => {
  const [node] = await loadNodes({
    GPUS_FILE: '/nowhere',
    COMFYUI_URL: ['http://ann:s3cret@gpu.test:8188/'],
    SKETCH_URL: undefined,
  })
  expect(node).toMatchObject({ url: 'http://gpu.test:8188', headers: { Authorization: 'Basic YW5uOnMzY3JldA==' } })
  expect(JSON.stringify({ ...node, headers: {} })).not.toContain('s3cret')
})
