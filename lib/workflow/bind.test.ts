import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  loraNames,
  equippedServer as server,
  builtInTemplates as templates,
  builtInWorkflows as workflows,
} from '#lib/testing/workflows.ts'
import { bindWorkflow } from './bind.ts'
import { findOutputs } from './finish.ts'
import { findReachable, type Graph, linksOf } from './graph.ts'
import type { ControlKind } from './manifest.ts'
import type { ObjectInfo } from './object-info.ts'
import { findPlaceholders } from './placeholders.ts'
import type { BindRequest } from './request.ts'
import { controlKindsOf, sampleRequest } from './sample.ts'
import type { Template } from './template.ts'
import { validatePrompt } from './validate-prompt.ts'

type Extra = Partial<BindRequest>

/** Everything a workflow says it takes, one by one. */
function extrasOf(template: Template): Record<string, Extra> {
  const { loras, references, control, init } = template.manifest.accepts
  const pictures = (count: number) => Array.from({ length: count }, (_, index) => ({ image: `ref-${index}.png` }))
  return {
    size: { size: { width: 1920, height: 1080 } },
    ...(loras && { lora: { loras: [{ name: 'ink.safetensors', weight: 0.7 }] } }),
    ...(loras && { loras: { loras: loraNames.slice(0, loras.most).map((name) => ({ name, weight: 0.5 })) } }),
    ...(references && { reference: { references: pictures(1) } }),
    ...(references && { references: { references: pictures(references.most) } }),
    ...Object.fromEntries(
      (control ? controlKindsOf(template) : []).map((kind: ControlKind): [string, Extra] => [
        kind,
        { control: [{ kind, image: 'control.png' }] },
      ]),
    ),
    ...(init && { init: { initImage: 'start.png', denoise: 0.4 } }),
  }
}

/** Each extra alone, every pair of them, and none. */
function combinationsOf(template: Template): { name: string; request: BindRequest }[] {
  const base = sampleRequest(template)
  const extras = Object.entries(extrasOf(template))
  const pairs = extras.flatMap(([name, extra], index) =>
    extras
      .slice(index + 1)
      .map(([other, more]): [string, Extra] => [
        `${name} and ${other}`,
        { ...extra, ...more, ...controlOfBoth(template, [extra, more]) },
      ]),
  )
  const nothing: [string, Extra] = ['nothing more', {}]
  return [nothing, ...extras, ...pairs].map(([name, extra]) => ({
    name,
    request: { ...base, ...extra },
  }))
}

/** Two controls at once, where the workflow takes as many. */
function controlOfBoth({ manifest }: Template, extras: readonly Extra[]): Extra {
  const control = extras.flatMap((extra) => extra.control ?? []).slice(0, manifest.accepts.control?.most)
  return control.length > 0 ? { control } : {}
}

const cases = templates.flatMap((template) =>
  combinationsOf(template).map(({ name, request }) => ({ id: template.id, template, name, request })),
)

function expectSound(graph: Graph, info: ObjectInfo): void {
  const verdict = validatePrompt(graph, info)
  expect(
    verdict,
    JSON.stringify(verdict.nodeErrors, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  ).toMatchObject({
    ok: true,
    nodeErrors: {},
  })
  for (const node of Object.values(graph)) for (const { link } of linksOf(node)) expect(graph).toHaveProperty([link[0]])
  const used = findReachable(graph, findOutputs(graph, info))
  expect(Object.keys(graph).filter((id) => !used.has(id))).toEqual([])
}

test('every built-in workflow can be used and has nothing to be warned of', () => {
  expect(workflows.flatMap(({ id, problems }) => problems.map(({ message }) => `${id}: ${message}`))).toEqual([])
  expect(workflows).toHaveLength(21)
})

test.each(cases)('$id with $name is what ComfyUI accepts', ({ template, request }) => {
  for (const info of [undefined, server]) expectSound(bindWorkflow(template, request, info).graph, server)
})

describe('whatever is asked', () => {
  const requests = fc.constantFrom(...templates).chain((template) =>
    fc
      .record({
        seed: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: undefined }),
        prompt: fc.string({ unit: 'grapheme' }),
        negative: fc.option(fc.string(), { nil: undefined }),
        size: fc.option(
          fc.record({ width: fc.integer({ min: 1, max: 8192 }), height: fc.integer({ min: 1, max: 8192 }) }),
          {
            nil: undefined,
          },
        ),
        steps: fc.option(fc.integer({ min: -5, max: 500 }), { nil: undefined }),
        cfg: fc.option(fc.double({ min: -1, max: 200, noNaN: true }), { nil: undefined }),
        frames: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
        extras: fc.subarray(Object.values(extrasOf(template)).slice(1)),
      })
      .map(({ extras, ...asked }) => ({
        template,
        request: {
          ...Object.assign(sampleRequest(template), ...extras),
          ...asked,
          // One beyond the end of a clip is refused.
          ...(sampleRequest(template).keyframes && { keyframes: [{ frame: 0, prompt: 'dawn' }] }),
        },
      })),
  )

  test('the graph is sound, the same again, and the template as it was', () => {
    fc.assert(
      fc.property(requests, ({ template, request }) => {
        const before = show(template.graph)
        const { graph, used } = bindWorkflow(template, request, server)
        expectSound(graph, server)
        expect(show(bindWorkflow(template, request, server).graph)).toBe(show(graph))
        expect(show(template.graph)).toBe(before)
        if (request.seed !== undefined && used.seed !== undefined) expect(used.seed).toBe(request.seed)
      }),
      { numRuns: 300 },
    )
  })

  test('nothing changes but what was asked for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...templates), fc.string({ minLength: 1 }), (template, prompt) => {
        const request = sampleRequest(template)
        const plain = bindWorkflow(template, request).graph
        const other = bindWorkflow(template, { ...request, prompt }).graph
        const asked = new Set(
          findPlaceholders(template.graph).flatMap(({ name, node, input }) =>
            name === 'prompt' ? [`${node} ${input}`] : [],
          ),
        )
        for (const [id, node] of Object.entries(plain)) {
          expect(other[id]?.class_type).toBe(node.class_type)
          for (const [input, value] of Object.entries(node.inputs)) {
            if (!asked.has(`${id} ${input}`)) expect(other[id]?.inputs[input]).toEqual(value)
          }
        }
      }),
    )
  })
})

function show(graph: Graph): string {
  return JSON.stringify(graph, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}
