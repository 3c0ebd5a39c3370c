import { expect, test } from 'vitest'
import { checkTemplate, readGraphJson } from './check-template.ts'
import type { Graph } from './graph.ts'

const save = { class_type: 'SaveImage', inputs: { images: ['1', 0] as const, filename_prefix: 'x' } }
const empty = { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color: 0 } }

function messages(graph: Graph) {
  return checkTemplate(graph).map(({ level, node, message }) => [level, node, message])
}

test('a sound graph has nothing said about it', () => {
  expect(messages({ '1': empty, '2': save })).toEqual([])
})

test('the file of the ComfyUI page is recognised, and the way out told', () => {
  expect(readGraphJson({ last_node_id: 2, nodes: [], links: [] })).toMatchObject({
    problem: { message: expect.stringContaining('Export (API)') },
  })
})

test('a graph as it is posted or kept in a history is read too', () => {
  const graph = { '1': empty, '2': save }
  const entry = { prompt: [3, 'id', graph, { client_id: 'me' }, ['2']], outputs: {}, status: {} }
  for (const json of [{ prompt: graph }, entry, { id: entry }]) {
    expect(readGraphJson(json)).toEqual({ graph })
  }
})

test.each([
  [null, /must hold an object of nodes/],
  [[], /must hold an object of nodes/],
  [{}, /holds no nodes/],
  [{ '4': { inputs: {} } }, /Node 4 has no class_type/],
  [{ '4': { class_type: 'SaveImage' } }, /Node 4 has no inputs/],
])('%j is no graph', (json, message) => {
  expect(readGraphJson(json)).toMatchObject({ problem: { level: 'error', message: expect.stringMatching(message) } })
})

test.each([
  [{ '2': save }, /images of node 2 \(SaveImage\) is linked to node 1, which is not there/],
  [
    { '1': empty, '2': { ...save, inputs: { ...save.inputs, images: ['1', 3] as const } } },
    /takes output 3 of node 1 .* has only 1/,
  ],
  [{ '1': empty }, /Nothing is saved/],
  [
    { '1': { class_type: 'ImageInvert', inputs: { image: ['1', 0] as const } }, '2': save },
    /Node 1 \(ImageInvert\) leans on itself/,
  ],
  [
    { '1': { ...empty, inputs: { ...empty.inputs, color: '{{colour}}' } }, '2': save },
    /asks for \{\{colour\}\} in color/,
  ],
  [
    { '1': empty, '2': save, '3': { class_type: 'CLIPTextEncode', inputs: { text: '{{prompt}}' } } },
    /\{\{prompt\}\} stands in node 3/,
  ],
])('what is wrong is said with its node', (graph: Graph, message) => {
  expect(checkTemplate(graph).map((problem) => problem.message)).toContainEqual(expect.stringMatching(message))
})

test('a seed that is written down is a warning', () => {
  const sampler = { class_type: 'KSampler', inputs: { seed: -1 } }
  expect(messages({ '1': empty, '2': save, '5': sampler })).toEqual([
    ['warning', '5', expect.stringContaining('ComfyUI refuses it')],
  ])
})

test('a chain of ten thousand nodes is looked through', () => {
  const chain: Graph = { '0': empty }
  for (let at = 1; at <= 10_000; at += 1)
    chain[at] = { class_type: 'ImageInvert', inputs: { image: [String(at - 1), 0] } }
  chain.end = { ...save, inputs: { ...save.inputs, images: ['10000', 0] } }
  expect(checkTemplate(chain)).toEqual([])
})
