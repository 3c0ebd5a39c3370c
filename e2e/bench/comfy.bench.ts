import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createComfyClient } from '#lib/comfy/client.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import { connectBare } from './comfy-bare.ts'
import type { Series } from './stats.ts'

const warmUps = 150
const runs = 300

export const title = 'From a submit to its settled outcome on an instant sketch server, milliseconds'
export const floor = 'bare'

/** Bare is the least a program can do: one request to submit, one socket to hear the end, one request for the record. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const stops: (() => Promise<void> | void)[] = []
  try {
    const sketch = await startSketch()
    stops.push(sketch.stop)
    const ours = createComfyClient({ url: sketch.url })
    stops.push(ours.close)
    const bare = await connectBare(sketch.url)
    stops.push(bare.close)
    const sdk = await connectSdk(sketch.url, log)
    stops.push(sdk.close)
    const ways = {
      bare: bare.render,
      ours: async (graph: Graph) => {
        const { promptId } = await ours.submit({ graph })
        const outcome = await ours.settle(promptId, { deadlineMs: 30_000 })
        if (outcome.state !== 'success') throw outcome.error
      },
      '@saintno/comfyui-sdk': sdk.render,
    }
    return await measure(ways, log)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

async function measure(ways: Record<string, (graph: Graph) => Promise<void>>, log: (line: string) => void) {
  const samples = Object.fromEntries(Object.keys(ways).map((name): [string, number[]] => [name, []]))
  for (let i = 0; i < warmUps + runs; i++) {
    // Each goes first as often as the others, on a graph that nobody has run before.
    const order = Object.entries(ways).map((way, index, all) => all[(index + i) % all.length] ?? way)
    for (const [index, [name, render]] of order.entries()) {
      const tookMs = await time(() => render(makeGraph(i * order.length + index)))
      if (tookMs === undefined) log(`${name} never settled run ${i}, which is left out`)
      else if (i >= warmUps) samples[name]?.push(tookMs)
    }
  }
  return Object.entries(samples).map(([name, values]) => ({ name, samples: values }))
}

/** Undefined when it did not end at all: a client that misses a message may wait for ever. */
async function time(work: () => Promise<void>): Promise<number | undefined> {
  const startedAt = performance.now()
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late.resolve('late'), 5_000)
  const ended = await Promise.race([work(), late.promise]).finally(() => clearTimeout(timer))
  return ended === 'late' ? undefined : performance.now() - startedAt
}

function makeGraph(color: number): Graph {
  return {
    '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'bench/picture' } },
  }
}

async function startSketch(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-bench-'))
  const root = path.resolve(import.meta.dirname, '../..')
  const args = ['bin/run.js', 'sketch', '--port', '0', '--speed', 'instant', '--data-dir', dataDir]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await readUrl(child)
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function readUrl(child: ChildProcess): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const url = /http:\/\/\S+/.exec(output)?.[0]
      if (url) resolve(url)
    })
    child.once('exit', () => reject(new Error(`The sketch server did not start:\n${output}`)))
  })
}

type Sdk = {
  ComfyApi: new (url: string) => { init(): { waitForReady(): Promise<unknown> }; destroy(): void }
  PromptBuilder: new (prompt: Graph, inputs: string[], outputs: string[]) => SdkPrompt
  CallWrapper: new (api: object, prompt: SdkPrompt) => { run(): Promise<unknown> }
}
type SdkPrompt = { setOutputNode(output: string, nodeId: string): SdkPrompt }

const sdkVersion = '0.3.1'

/** The client it is compared with is no part of the product, so it is fetched when it is measured, into the cache. */
async function connectSdk(url: string, log: (line: string) => void) {
  const dir = path.resolve(import.meta.dirname, '../../.cache/bench-comfyui-sdk')
  const name = '@saintno/comfyui-sdk'
  const entry = path.join(dir, 'node_modules', name, 'build/index.esm.js')
  // Safe: the shape of this version, which is the one installed below.
  const load = async () => (await import(pathToFileURL(entry).href)) as Sdk
  const { ComfyApi, PromptBuilder, CallWrapper } = await load().catch(async () => {
    log(`Fetching ${name} ${sdkVersion}`)
    const args = ['install', '--prefix', dir, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${sdkVersion}`]
    await promisify(execFile)('npm', args)
    return await load()
  })
  const api = new ComfyApi(url)
  await api.init().waitForReady()
  return {
    async render(graph: Graph) {
      const prompt = new PromptBuilder(graph, [], ['picture']).setOutputNode('picture', '2')
      if (!(await new CallWrapper(api, prompt).run())) throw new Error('The SDK did not render')
    },
    close: () => api.destroy(),
  }
}
