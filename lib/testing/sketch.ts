import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type ComfyClient, createComfyClient } from '#lib/comfy/client.ts'
import type { ComfyLimits } from '#lib/comfy/limits.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { Behaviour } from '#worker/sketch/behaviour.ts'
import { type SketchServer, startSketchServer } from '#worker/sketch/server.ts'

export type TestSketch = SketchServer & {
  dataDir: string
  /** A client of this server that is quick to give up and to try again, closed with it. */
  connect(limits?: Partial<ComfyLimits>, url?: string): ComfyClient
}

const quickLimits: Partial<ComfyLimits> = {
  askMs: 5_000,
  retryMs: 5,
  reconnectMs: { first: 5, most: 20 },
  pollMs: [10, 20, 50],
  pollAtEndMs: [5, 10, 20, 50],
  forgottenMs: 100,
}

/** A sketch server with a folder of its own, whose drawings nobody looks at. */
export async function startTestSketch(behaviour: Partial<Behaviour> = {}): Promise<TestSketch> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-sketch-'))
  const server = await startSketchServer({ dataDir, behaviour: { isCoarse: true, ...behaviour } })
  const clients: ComfyClient[] = []
  return {
    ...server,
    dataDir,
    connect(limits, url = server.url) {
      const client = createComfyClient({ url, limits: { ...quickLimits, ...limits } })
      clients.push(client)
      return client
    },
    async stop() {
      for (const client of clients) client.close()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Everything an iterable gives, when it has come to its end. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** One picture of one colour, without any model. */
export function colourGraph(color: number, prefix = 'test/colour'): Graph {
  return {
    '1': { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
  }
}

/** A run of many small steps, each as long as the server's `tileMs`, that says how far it is. */
export function slowGraph(color: number): Graph {
  return {
    '1': { class_type: 'EmptyImage', inputs: { width: 1024, height: 1024, batch_size: 1, color } },
    '2': { class_type: 'VAELoader', inputs: { vae_name: 'pixel_space' } },
    '3': {
      class_type: 'VAEEncodeTiled',
      inputs: { pixels: ['1', 0], vae: ['2', 0], tile_size: 64, overlap: 0, temporal_size: 64, temporal_overlap: 8 },
    },
    '4': {
      class_type: 'VAEDecodeTiled',
      inputs: { samples: ['3', 0], vae: ['2', 0], tile_size: 64, overlap: 0, temporal_size: 64, temporal_overlap: 8 },
    },
    '5': { class_type: 'SaveImage', inputs: { images: ['4', 0], filename_prefix: 'test/slow' } },
  }
}

/** An ordinary picture with a sampler, so with a seed, steps and previews. */
export function samplerGraph(seed: number | bigint, steps = 4): Graph {
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd15.safetensors' } },
    '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a lighthouse at dusk', clip: ['1', 1] } },
    '3': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['1', 1] } },
    '4': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
    '5': {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        positive: ['2', 0],
        negative: ['3', 0],
        latent_image: ['4', 0],
        seed,
        steps,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
      },
    },
    '6': { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
    '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'test/sampled' } },
  }
}
