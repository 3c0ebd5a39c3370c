import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { bindWorkflow } from './bind.ts'
import { isGraph } from './graph.ts'
import { getTemplate, listWorkflows } from './library.ts'
import { checkWorkflowFile } from './read-folder.ts'

/* What people write by hand, and how they are told what is wrong with it. */

let dir = ''
let count = 0
const root = await mkdtemp(path.join(os.tmpdir(), 'framewright-hand-'))
beforeEach(async () => {
  dir = path.join(root, String(count++))
  await mkdir(dir)
})
afterAll(() => rm(root, { recursive: true, force: true }))

const node = (class_type: string, inputs: Record<string, unknown>) => ({ class_type, inputs })

function graph({ model = 'a.safetensors', text = '{{prompt}}' } = {}) {
  return {
    '1': node('CheckpointLoaderSimple', { ckpt_name: model }),
    '2': node('CLIPTextEncode', { text, clip: ['1', 1] }),
    '3': node('EmptyLatentImage', { width: '{{width}}', height: '{{height}}', batch_size: 1 }),
    '4': node('KSampler', {
      ...{
        model: ['1', 0],
        positive: ['2', 0],
        negative: ['2', 0],
        latent_image: ['3', 0],
        seed: '{{seed}}',
        steps: 9,
      },
      ...{ cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
    }),
    '5': node('VAEDecode', { samples: ['4', 0], vae: ['1', 2] }),
    '6': node('SaveImage', { images: ['5', 0], filename_prefix: 'x' }),
  }
}

async function check(name: string, content: unknown) {
  const file = path.join(dir, name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  const { problems, template } = await checkWorkflowFile(file)
  return { template, errors: problems.filter(({ level }) => level === 'error').map(({ message }) => message) }
}

it.each([
  ['cut.json', '{"1": {"class_type": "X",\n', /not JSON: it ends in the middle/],
  ['comma.json', '{\n "1": {"a": 1,}\n}', /not JSON: line 2, column \d+ is not as expected/],
  ['words.json', 'hello', /not JSON: it must hold a graph/],
  ['deep.json', `{"a":${'['.repeat(20_000)}`, /not JSON|nested too deeply/],
  ['text.png', 'hello', /not a PNG picture/],
])('%s is told without the words of a parser', async (name, content, expected) => {
  const { errors } = await check(name, content)
  expect(errors).toEqual([expect.stringMatching(expected)])
  expect(errors.join()).not.toMatch(/token|SyntaxError|Expected/)
})

it('a misspelt placeholder beside others is an error that names its node, and nothing is guessed in its place', async () => {
  const { errors } = await check('typo.json', graph({ text: 'a photo of {{promt}}' }))
  expect(errors).toEqual([expect.stringMatching(/Node 2 \(CLIPTextEncode\) asks for \{\{promt\}\}/)])
})

it('a model left open needs a manifest that names one', async () => {
  const { errors } = await check('open.json', graph({ model: '{{model}}' }))
  expect(errors).toEqual([expect.stringMatching(/Node 1 \(CheckpointLoaderSimple\) asks for \{\{model\}\}.*manifest/)])
})

it('a model that nothing names is asked for when the graph is bound', async () => {
  const { template } = await check('named.json', graph())
  if (!template) throw new Error('It can be used.')
  const open = graph({ model: '{{model}}' })
  if (!isGraph(open)) throw new Error('It is a graph.')
  const request = { prompt: 'x', freshSeed: 1n, filenamePrefix: 'x' }
  const bind = () => bindWorkflow({ ...template, graph: open }, request)
  expect(bind).toThrow(/needs the model file/)
})

it('a size left open is the one that was asked for', async () => {
  const { template } = await check('size.json', graph())
  if (!template) throw new Error('It can be used.')
  const bind = (size?: { width: number; height: number }) =>
    bindWorkflow(template, { prompt: 'x', freshSeed: 1n, filenamePrefix: 'x', size }).graph
  expect(bind({ width: 640, height: 480 })['3']?.inputs).toMatchObject({ width: 640, height: 480 })
  expect(Object.keys(bind({ width: 640, height: 480 }))).toHaveLength(6)
  expect(bind()['3']?.inputs).toMatchObject({ width: 1024, height: 1024 })
})

it('a manifest is told in words that need no knowledge of schemas, and one entry costs only itself', async () => {
  await writeFile(path.join(dir, 'good.json'), JSON.stringify(graph()))
  await writeFile(path.join(dir, 'bad.json'), JSON.stringify(graph()))
  const size = 'size: { width: 512, height: 512 }'
  const rest = `kind: image, family: sd15, task: text_to_image, ${size}`
  const manifest = `workflows:\n  - { id: good, title: Good, ${rest} }\n  - { id: bad, titel: Bad, ${rest} }\n`
  await writeFile(path.join(dir, 'manifest.yaml'), manifest)
  const workflows = await listWorkflows([{ origin: 'own', folder: dir }])
  expect(workflows.map(({ id, template }) => [id, template !== undefined])).toEqual([
    ['bad', false],
    ['good', true],
  ])
  expect(workflows[0]?.problems[0]?.message).toBe(
    'The manifest entry bad is not right: title is missing; it knows no "titel".',
  )
  // Asked for alone, a file has the same answer.
  expect((await checkWorkflowFile(path.join(dir, 'bad.json'))).problems[0]?.message).toMatch(/title is missing/)
})

it('of two defaults the later folder’s is one, and the other is told', async () => {
  const folders = await Promise.all(
    (['built-in', 'own'] as const).map(async (origin) => {
      const folder = path.join(dir, origin)
      await mkdir(folder)
      const id = origin === 'own' ? 'zz' : 'aa'
      await writeFile(path.join(folder, `${id}.json`), JSON.stringify(graph()))
      const rest = 'kind: image, family: sd15, task: text_to_image, isDefault: true'
      const entry = `{ id: ${id}, title: ${id}, ${rest}, size: { width: 512, height: 512 } }`
      await writeFile(path.join(folder, 'manifest.yaml'), `workflows:\n  - ${entry}\n`)
      return { origin, folder }
    }),
  )
  const workflows = await listWorkflows(folders)
  expect(getTemplate(workflows, 'zz').manifest.isDefault).toBe(true)
  expect(getTemplate(workflows, 'aa').manifest.isDefault).toBe(false)
  expect(workflows[0]?.problems).toEqual([{ level: 'warning', message: 'It is not the default: zz (own) is.' }])
})

it('a folder of its own that is none is told', async () => {
  await writeFile(path.join(dir, 'file'), '')
  for (const name of ['file', 'gone']) {
    const [listed] = await listWorkflows([{ origin: 'shared', folder: path.join(dir, name) }])
    expect(listed?.problems[0]?.message).toMatch(/There is no folder .*WORKFLOWS_DIR/)
  }
})
