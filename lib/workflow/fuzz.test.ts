import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAppError } from '#lib/runtime/errors.ts'
import { parseJson } from '#lib/runtime/json.ts'
import { bindWorkflow } from './bind.ts'
import { checkTemplate, readGraphJson } from './check-template.ts'
import { deriveManifest } from './derive-manifest.ts'
import { manifestFile, workflowManifest } from './manifest.ts'
import { nodeTable, toObjectInfoJson } from './node-table.ts'
import { parseObjectInfo } from './object-info.ts'
import { findLacks } from './preflight.ts'
import { adoptGraph } from './read-graph.ts'
import { readGraphOfPng } from './read-picture.ts'
import { defaultsOf } from './template.ts'
import { validatePrompt } from './validate-prompt.ts'

const numRuns = 4_000
/** On a busy machine, too. */
const options = { timeout: 60_000 }
const info = parseObjectInfo(toObjectInfoJson(nodeTable, {}))

const ids = fc.constantFrom('1', '2', '3', '4', '__proto__', 'constructor', 'toString')
const value = fc.oneof(
  fc.string(),
  fc.constantFrom('{{prompt}}', '{{nope}}', 'SEED_PLACEHOLDER', 'x {{steps}} y', '{{', '', 'a.safetensors'),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.tuple(ids, fc.integer({ min: -2, max: 3 })),
  fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.anything({ maxDepth: 1 }), { maxKeys: 2 }),
)
const inputNames = fc.constantFrom(
  ...[
    'model',
    'clip',
    'seed',
    'steps',
    'text',
    'positive',
    'negative',
    'images',
    'latent_image',
    'vae',
    'image',
    'format',
  ],
  ...['width', 'height', 'filename_prefix', 'samples', 'pixels', 'video', 'upscale_method', '__proto__'],
)
const node = fc.record({
  class_type: fc.oneof(fc.constantFrom(...Object.keys(nodeTable)), fc.string()),
  inputs: fc.dictionary(inputNames, value, { maxKeys: 8 }),
})
const nearlyGraph = fc.dictionary(
  ids,
  fc.oneof({ weight: 9, arbitrary: node }, { weight: 1, arbitrary: fc.anything() }),
  {
    maxKeys: 6,
  },
)

/** Reads, checks, binds and validates, as far as each lets it. Only errors meant for people may come out. */
function useGraph(json: unknown): void {
  validatePrompt(json, info)
  const read = readGraphJson(json)
  if ('problem' in read) {
    expect(read.problem.message).toMatch(/\.$/)
    return
  }
  const { graph, defaults } = adoptGraph(read.graph)
  checkTemplate(graph)
  findLacks(graph, info)
  const manifest = deriveManifest({ id: 'x', graph, defaults })
  const template = { id: 'x', manifest, graph, file: 'x.json', defaults: { ...defaultsOf(manifest), ...defaults } }
  const loras = manifest.accepts.loras ? [{ name: 'a', weight: 1 }] : []
  try {
    bindWorkflow(
      template,
      { prompt: 'a', freshSeed: 1n, filenamePrefix: 'x', loras, size: { width: 640, height: 360 } },
      info,
    )
  } catch (error) {
    if (!isAppError(error)) throw error
  }
}

test('broken graphs never crash', options, () => {
  fc.assert(fc.property(nearlyGraph, useGraph), { numRuns })
})

test('texts that are no graphs never crash', options, () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    nearlyGraph.map((graph) => JSON.stringify(graph, withoutBigInt).slice(0, -3)),
  )
  fc.assert(
    fc.property(text, (written) => {
      try {
        useGraph(parseJson(written))
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
      }
    }),
    { numRuns },
  )
})

function withoutBigInt(_key: string, part: unknown): unknown {
  return typeof part === 'bigint' ? String(part) : part
}

test('broken manifests never crash', options, () => {
  const entry = fc.record(
    {
      id: fc.anything(),
      title: fc.anything(),
      kind: fc.constantFrom('image', 'video', 1, null),
      size: fc.anything(),
      steps: fc.anything(),
      accepts: fc.anything(),
      models: fc.anything(),
      notTogether: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(entry, fc.anything()), (broken) => {
      manifestFile.safeParse(broken)
      const read = workflowManifest.safeParse(broken)
      if (!read.success) expect(read.error.issues.length).toBeGreaterThan(0)
    }),
    { numRuns },
  )
})

test('broken server descriptions never crash', options, () => {
  const input = fc.oneof(fc.anything(), fc.tuple(fc.anything(), fc.anything()))
  const described = fc.record({
    input: fc.record({ required: fc.dictionary(inputNames, input), optional: fc.anything() }, { requiredKeys: [] }),
    output: fc.anything(),
    output_name: fc.anything(),
    output_node: fc.boolean(),
  })
  const descriptions = fc.dictionary(
    fc.constantFrom('KSampler', 'SaveImage', '__proto__'),
    fc.oneof(described, fc.anything()),
  )
  fc.assert(
    fc.property(descriptions, (json) => {
      const odd = parseObjectInfo(json)
      validatePrompt(
        {
          1: { class_type: 'SaveImage', inputs: { images: ['2', 0], seed: 1 } },
          2: { class_type: 'KSampler', inputs: {} },
        },
        odd,
      )
    }),
    { numRuns },
  )
})

test('bytes that are no picture never crash', options, () => {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  const bytes = fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.from([...signature, ...rest]))
  fc.assert(
    fc.property(fc.oneof(bytes, fc.uint8Array()), (picture) => void readGraphOfPng(picture)),
    { numRuns },
  )
})
