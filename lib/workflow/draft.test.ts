import { describe, expect, it } from 'vitest'
import { stringifyJson } from '#lib/runtime/json.ts'
import { equippedServer as server, builtInTemplates as templates } from '#lib/testing/workflows.ts'
import { bindWorkflow } from './bind.ts'
import { type Graph, type GraphValue, isLink } from './graph.ts'
import { getTemplate } from './library.ts'
import type { BindRequest } from './request.ts'
import { sampleRequest } from './sample.ts'
import type { Template } from './template.ts'
import { validatePrompt } from './validate-prompt.ts'

const hd = { width: 1920, height: 1080 }
const listed = templates.map((template) => ({ id: template.id, template, problems: [] }))
const templateOf = (id: string) =>
  getTemplate(
    listed.map((one) => ({ ...one, file: '', origin: 'built-in', found: [] })),
    id,
  )
const bind = (template: Template, more: Partial<BindRequest>) =>
  bindWorkflow(template, { ...sampleRequest(template), size: hd, ...more }, server)
const batchOf = (graph: Graph) => Object.values(graph).flatMap(({ inputs }) => inputs.batch_size ?? [])

describe('a draft', () => {
  it.each([
    ['flux-2', 10, 960, 544],
    ['sdxl_txt2img', 12, 1024, 576],
    ['sd15_txt2img', 10, 840, 472],
    ['z-image-turbo', 8, 960, 544],
    ['qwen-image', 10, 960, 544],
    ['wan22_i2v', 10, 640, 368],
  ])('of %s takes %i steps at %i × %i, and comes out as large as a final', (...[id, steps, width, height]) => {
    const { used, graph } = bind(templateOf(id), { quality: 'draft' })
    expect(used).toMatchObject({ steps, renderedSize: { width, height }, size: hd })
    expect(Object.values(graph).find(({ class_type }) => class_type === 'ImageScale')?.inputs).toMatchObject(hd)
  })

  it('takes no more steps than a final was to take, and no fewer than the workflow has', () => {
    expect(bind(templateOf('flux-2'), { quality: 'draft', steps: 4 }).used.steps).toBe(4)
    const { manifest, ...rest } = templateOf('flux-2')
    const least = { ...rest, manifest: { ...manifest, draft: { steps: 1 }, steps: { default: 20, min: 6, max: 50 } } }
    expect(bind(least, { quality: 'draft' }).used.steps).toBe(6)
  })

  it.each([
    [20, 10],
    [40, 20],
    [12, 8],
    [8, 8],
    [4, 4],
  ])('where the manifest says nothing takes, of %i steps, %i, and three quarters of each side', (asked, steps) => {
    const { manifest, ...rest } = templateOf('flux-2')
    const { draft: _, ...silent } = manifest
    const { used } = bind({ ...rest, manifest: silent }, { quality: 'draft', steps: asked })
    expect(used).toMatchObject({ steps, renderedSize: { width: 1440, height: 816 } })
  })

  it('shares its steps between two models as a final does', () => {
    const { graph } = bind(templateOf('wan22_i2v'), { quality: 'draft' })
    const samplers = Object.values(graph).filter(({ class_type }) => class_type === 'KSamplerAdvanced')
    expect(samplers.map(({ inputs }) => [inputs.steps, inputs.start_at_step, inputs.end_at_step])).toEqual([
      [10, 0, 5],
      [10, 5, 10_000],
    ])
  })
})

describe('several in one go', () => {
  const many = templates.filter(({ manifest: { kind, task } }) => kind === 'image' && task === 'text_to_image')

  it.each(many.map((template) => ({ id: template.id, template })))('are one batch of $id', ({ template }) => {
    const { graph } = bind(template, { quality: 'draft', count: 4 })
    expect(batchOf(graph)).toEqual([4])
    expect(validatePrompt(graph, server)).toMatchObject({ ok: true, nodeErrors: {} })
    // Asked for one, the graph is as it was drawn.
    expect(batchOf(bind(template, { quality: 'draft', count: 1 }).graph)).toEqual([1])
  })

  it.each(['flux_img2img', 'upscale_esrgan', 'wan22_i2v', 'animatediff_keyframes'])('are refused by %s', (id) => {
    const template = templateOf(id)
    expect(() => bind(template, { quality: 'draft', count: 2 })).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(`${template.manifest.title} cannot make 2 in one go`),
        fields: { count: expect.any(String) },
      }),
    )
  })

  it('are refused with a picture to start from, and where another node says how many', () => {
    const template = templateOf('flux-2')
    expect(() => bind(template, { count: 2, initImage: 'start.png' })).toThrow(/cannot make 2 in one go/)
    const graph = structuredClone(template.graph)
    for (const { inputs } of Object.values(graph)) if ('batch_size' in inputs) inputs.batch_size = ['6', 0]
    expect(() => bind({ ...template, graph }, { count: 2 })).toThrow(/cannot make 2 in one go/)
  })

  it('are found behind a second sampler that goes on with the latent of the first', () => {
    const template = templateOf('sdxl_txt2img')
    const graph = structuredClone(template.graph)
    const [id, sampler] = Object.entries(graph).find(([, { class_type }]) => class_type === 'KSampler') ?? []
    if (!id || !sampler) throw new Error('It has a sampler.')
    graph['90'] = {
      class_type: 'LatentUpscaleBy',
      inputs: { samples: [id, 0], upscale_method: 'bicubic', scale_by: 1.5 },
    }
    graph['91'] = { ...sampler, inputs: { ...sampler.inputs, latent_image: ['90', 0], denoise: 0.5 } }
    for (const { class_type, inputs } of Object.values(graph)) {
      if (class_type === 'VAEDecode') inputs.samples = ['91', 0]
    }
    expect(batchOf(bind({ ...template, graph }, { count: 3 }).graph)).toEqual([3])
  })

  it.each([0, -1, 1.5])('cannot be %d', (count) => {
    expect(() => bind(templateOf('flux-2'), { count })).toThrow(/whole numbers/)
  })
})

describe('one certain picture of a seed', () => {
  const many = templates.filter(({ manifest: { kind, task } }) => kind === 'image' && task === 'text_to_image')
  const nodesOf = (graph: Graph, type: string) => Object.entries(graph).filter(([, node]) => node.class_type === type)

  it.each(many.map((template) => ({ id: template.id, template })))('is drawn alone by $id', ({ template }) => {
    const { graph, used } = bind(template, { pictureIndex: 2 })
    expect(validatePrompt(graph, server)).toMatchObject({ ok: true, nodeErrors: {} })
    expect(used.pictureIndex).toBe(2)
    expect(batchOf(graph)).toEqual([3])
    const [[picked, { inputs }] = never()] = nodesOf(graph, 'LatentFromBatch')
    expect(inputs).toMatchObject({ batch_index: 2, length: 1 })
    // Whatever went on from the empty latent goes on from the one picture of it.
    const isOfEmpty = (value: GraphValue) => stringifyJson(value) === stringifyJson(inputs.samples)
    const uses = (all: Graph, isMeant: (value: GraphValue) => boolean) =>
      Object.entries(all).flatMap(([id, node]) =>
        Object.entries(node.inputs).flatMap(([input, value]) => (isMeant(value) ? [`${id} ${input}`] : [])),
      )
    expect(uses(graph, isOfEmpty)).toEqual([`${picked} samples`])
    const before = uses(bind(template, {}).graph, isOfEmpty)
    expect(uses(graph, (value) => isLink(value) && value[0] === picked)).toEqual(before)
  })

  it('that is the first changes nothing in a graph', () => {
    const template = templateOf('flux-2')
    expect(bind(template, { pictureIndex: 0 })).toEqual(bind(template, {}))
    expect(bind(template, {}).used).not.toHaveProperty('pictureIndex')
  })

  it('is the first, with a warning, where nothing draws several', () => {
    const template = templateOf('flux_img2img')
    const plain = bind(template, {})
    const { graph, used, warnings } = bind(template, { pictureIndex: 1 })
    expect(graph).toEqual(plain.graph)
    expect(used).not.toHaveProperty('pictureIndex')
    expect(warnings).toContainEqual({
      code: 'not_used',
      message: `${template.manifest.title} draws one at a time: of this seed the first is made, not picture 2.`,
    })
  })

  it.each([{ pictureIndex: -1 }, { pictureIndex: 64 }, { pictureIndex: 0.5 }, { pictureIndex: 1, count: 2 }])(
    'cannot be %o',
    (asked) => {
      expect(() => bind(templateOf('flux-2'), asked)).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT', fields: { pictureIndex: expect.any(String) } }),
      )
    },
  )
})

function never(): never {
  throw new Error('It is there.')
}
