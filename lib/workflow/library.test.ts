import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ListedWorkflow, listWorkflows, openLibrary, workflowFolders } from './library.ts'
import { checkWorkflowFile } from './read-folder.ts'

const graph = JSON.stringify({
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
  '2': { class_type: 'CLIPTextEncode', inputs: { text: '{{prompt}}', clip: ['1', 1] } },
  '3': { class_type: 'PreviewAny', inputs: { source: ['2', 0] } },
})

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'workflows-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function read() {
  return listWorkflows([{ origin: 'own', folder: dir }])
}

function problemsOf(workflows: readonly ListedWorkflow[], id: string) {
  return workflows.find((workflow) => workflow.id === id)?.problems.map(({ message }) => message)
}

test('a broken file is listed with what is wrong, and stops nothing else', async () => {
  await writeFile(path.join(dir, 'good.json'), graph)
  await writeFile(path.join(dir, 'half.json'), '{"1": {')
  await writeFile(path.join(dir, 'page.json'), JSON.stringify({ nodes: [], links: [] }))
  await writeFile(path.join(dir, 'photo.png'), 'no picture')
  const workflows = await read()
  expect(workflows.map(({ id, template }) => [id, template !== undefined])).toEqual([
    ['good', true],
    ['half', false],
    ['page', false],
    ['photo', false],
  ])
  expect(problemsOf(workflows, 'half')?.[0]).toMatch(/not JSON/)
  expect(problemsOf(workflows, 'page')?.[0]).toMatch(/Export \(API\)/)
})

test('one wrong entry of a manifest costs one workflow', async () => {
  await writeFile(path.join(dir, 'good.json'), graph)
  await writeFile(
    path.join(dir, 'manifest.yaml'),
    `workflows:
  - { id: good, file: good.json, title: Good, kind: image, family: sdxl, task: text_to_image }
  - { id: bad, file: bad.json, kind: picture }
  - { id: gone, file: gone.json, title: Gone, kind: image, family: sdxl, task: text_to_image }
`,
  )
  const workflows = await read()
  expect(workflows.find(({ id }) => id === 'good')?.template?.manifest.title).toBe('Good')
  expect(problemsOf(workflows, 'bad')?.[0]).toMatch(/title.*kind must be one of image, video, upscale/)
  expect(problemsOf(workflows, 'gone')?.[0]).toMatch(/gone\.json, which is not in/)
})

test.each([
  ['workflows:\n  - { id: good,\n    file: }}', /cannot be read.*at line \d+, column \d+/],
  ['flows: []', /must hold a list called workflows/],
])('a manifest that cannot be read is told with its place, and nothing is guessed instead', async (text, message) => {
  await writeFile(path.join(dir, 'good.json'), graph)
  await writeFile(path.join(dir, 'manifest.yaml'), text)
  const workflows = await read()
  expect(workflows.map(({ id }) => id)).toEqual(['manifest'])
  expect(problemsOf(workflows, 'manifest')?.[0]).toMatch(message)
  expect((await checkWorkflowFile(path.join(dir, 'good.json'))).problems[0]?.message).toMatch(message)
})

const entry = (id: string, more = '') =>
  `  - { id: ${id}, file: good.json, title: ${id}, kind: image, family: sdxl, task: text_to_image${more} }\n`

test('two entries may share a graph', async () => {
  await writeFile(path.join(dir, 'good.json'), graph)
  await writeFile(path.join(dir, 'manifest.yaml'), `workflows:\n${entry('slow')}${entry('fast')}`)
  expect((await read()).map(({ id, template }) => [id, template?.manifest.title])).toEqual([
    ['fast', 'fast'],
    ['slow', 'slow'],
  ])
})

test('a file whose entry is broken is not used by guessing', async () => {
  await writeFile(path.join(dir, 'good.json'), graph)
  await writeFile(path.join(dir, 'manifest.yaml'), `workflows:\n${entry('good', ', steps: many')}`)
  const workflows = await read()
  expect(workflows.map(({ id, template }) => [id, template])).toEqual([['good', undefined]])
  expect((await checkWorkflowFile(path.join(dir, 'good.json'))).problems[0]?.message).toMatch(/steps must be/)
})

test('what a manifest accepts must have a place in the graph', async () => {
  await writeFile(path.join(dir, 'good.json'), graph)
  const accepts = ', accepts: { init: true, references: { most: 1, how: reference_latent } }'
  await writeFile(path.join(dir, 'manifest.yaml'), `workflows:\n${entry('good', accepts)}`)
  expect(problemsOf(await read(), 'good')).toEqual([
    expect.stringMatching(/says that it takes references, but/),
    expect.stringMatching(/says that it takes a picture to start from, but/),
    expect.stringMatching(/gives no denoise/),
  ])
})

test('a missing file is listed under the name of its workflow', async () => {
  await writeFile(path.join(dir, 'manifest.yaml'), `workflows:\n${entry('mine')}`)
  expect(problemsOf(await read(), 'mine')?.[0]).toMatch(/lists good\.json, which is not in/)
})

test('a folder that cannot be read is told, and the others are read', async () => {
  const [circle, fine] = [path.join(dir, 'circle'), path.join(dir, 'fine')]
  await symlink(circle, circle)
  await mkdir(fine)
  await writeFile(path.join(fine, 'good.json'), graph)
  const workflows = await listWorkflows([
    { origin: 'own', folder: circle },
    { origin: 'built-in', folder: fine },
  ])
  expect(workflows.map(({ id }) => id)).toEqual(['circle', 'good'])
  expect(problemsOf(workflows, 'circle')?.[0]).toMatch(/cannot be read: .*ELOOP/)
})

test('a broken file of one\u2019s own takes no built-in workflow away', async () => {
  const [first, second] = [path.join(dir, 'a'), path.join(dir, 'b')]
  await mkdir(first)
  await mkdir(second)
  await writeFile(path.join(first, 'x.json'), graph)
  await writeFile(path.join(second, 'x.json'), '{')
  const workflows = await listWorkflows([
    { origin: 'built-in', folder: first },
    { origin: 'own', folder: second },
  ])
  expect(workflows.map(({ id, origin, template }) => [id, origin, template !== undefined])).toEqual([
    ['x', 'built-in', true],
    ['x (own)', 'own', false],
  ])
})

test('a shared folder that is made later is read when it is there', async () => {
  const folder = path.join(dir, 'mounted', 'workflows')
  const { promise, resolve } = Promise.withResolvers<void>()
  const library = await openLibrary({
    folders: [{ origin: 'shared', folder }],
    onChange: (workflows) => workflows.some(({ template }) => template) && resolve(),
  })
  await mkdir(path.dirname(folder))
  await mkdir(folder)
  await writeFile(path.join(folder, 'late.json'), graph)
  await promise
  expect(library.get('late').id).toBe('late')
  library.close()
})

test('a later folder takes the place of a namesake, and two in one folder are told', async () => {
  const [first, second] = [path.join(dir, 'a'), path.join(dir, 'b')]
  await mkdir(path.join(second, 'deep'), { recursive: true })
  await mkdir(first)
  for (const file of [path.join(first, 'x.json'), path.join(second, 'x.json'), path.join(second, 'deep/x.json')]) {
    await writeFile(file, graph)
  }
  const workflows = await listWorkflows([
    { origin: 'built-in', folder: first },
    { origin: 'own', folder: second },
  ])
  expect(workflows.map(({ id, origin }) => [id, origin])).toEqual([
    ['x', 'own'],
    ['x (x.json)', 'own'],
  ])
  expect(problemsOf(workflows, 'x (x.json)')?.at(-1)).toMatch(/rename one of them/)
})

test('a name not found says which there are, and a broken one what is wrong', async () => {
  await writeFile(path.join(dir, 'good.json'), graph)
  await writeFile(path.join(dir, 'half.json'), '{')
  const library = await openLibrary({ folders: [{ origin: 'own', folder: dir }] })
  expect(() => library.get('nope')).toThrow(
    expect.objectContaining({ code: 'WORKFLOW_NOT_FOUND', available: ['good'] }),
  )
  expect(() => library.get('half')).toThrow(expect.objectContaining({ code: 'WORKFLOW_INVALID' }))
  expect(library.get('good').id).toBe('good')
  library.close()
})

test('a file that is dropped into a folder is read', async () => {
  const folder = path.join(dir, 'later')
  const { promise, resolve } = Promise.withResolvers<readonly ListedWorkflow[]>()
  const library = await openLibrary({ folders: [{ origin: 'own', folder }], onChange: resolve })
  expect(library.list()).toEqual([])
  await writeFile(path.join(folder, 'dropped.json'), graph)
  expect((await promise).map(({ id }) => id)).toEqual(['dropped'])
  expect(library.get('dropped').manifest.title).toBe('Dropped')
  library.close()
})

test('the folders are the built-in one, the shared one and the own one', () => {
  expect(workflowFolders({ WORKFLOWS_DIR: '/shared', DATA_DIR: '/data' }, '/app/workflows')).toEqual([
    { origin: 'built-in', folder: '/app/workflows' },
    { origin: 'shared', folder: '/shared' },
    { origin: 'own', folder: '/data/workflows' },
  ])
})

test('the default for pictures is FLUX.2', async () => {
  const library = await openLibrary({ folders: [{ origin: 'built-in', folder: path.resolve('workflows') }] })
  expect(library.defaultFor('image')?.id).toBe('flux-2')
  library.close()
})

test('a file is checked with the manifest of the folder it lies in', async () => {
  const built = await checkWorkflowFile('workflows/image/flux-2.json')
  expect(built).toMatchObject({ id: 'flux-2', problems: [], template: { manifest: { family: 'flux2' } } })
  await writeFile(path.join(dir, 'alone.json'), graph)
  expect(await checkWorkflowFile(path.join(dir, 'alone.json'))).toMatchObject({
    id: 'alone',
    template: { id: 'alone' },
  })
})

test('a shared folder that is not there is told', async () => {
  const folder = path.join(dir, 'nowhere')
  expect(problemsOf(await listWorkflows([{ origin: 'shared', folder }]), 'nowhere')?.[0]).toMatch(/WORKFLOWS_DIR/)
})
