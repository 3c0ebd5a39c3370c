import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { listKnownModels } from './model-catalogue.ts'

let sketches: TestSketch[]
beforeEach(async () => {
  const lists = [['a.safetensors', 'sub\\b.safetensors'], ['sub/b.safetensors'], []]
  sketches = await Promise.all(lists.map((loras) => startTestSketch({ models: { loras } })))
})
afterEach(() => Promise.all(sketches.map((sketch) => sketch.stop())))

it('tells who has which model, and whom it could not ask', async () => {
  const nodes = sketches.map((sketch, index) => ({ id: `node-${index + 1}`, client: sketch.connect() }))
  sketches[2]!.admin.change({ httpErrors: { path: '/models', status: 500, times: null } })
  expect(await listKnownModels(nodes, 'loras')).toEqual({
    models: [
      { name: 'a.safetensors', nodeIds: ['node-1'] },
      { name: 'sub/b.safetensors', nodeIds: ['node-1', 'node-2'] },
    ],
    unreachable: ['node-3'],
  })
  expect(await listKnownModels(nodes.slice(0, 2), 'no-such-folder')).toEqual({ models: [], unreachable: [] })
})
