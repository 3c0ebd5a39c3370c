import { expect, test } from 'vitest'
import { parseJson } from '#lib/runtime/json.ts'
import { builtInTemplates } from '#lib/testing/workflows.ts'
import { nodeTable, toObjectInfoJson } from '#lib/workflow/node-table.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import { preflight } from '#lib/workflow/preflight.ts'
import { describeServer } from './describe-server.ts'
import type { ExaminedServer } from './examine-server.ts'
import { printItems, printJson } from './print-json.ts'
import { formatTable } from './table.ts'

const server: ExaminedServer = {
  ...{ id: 'desk', name: 'Workstation', address: '192.168.1.20:8188', tier: 'standard' },
  ...{ isReachable: true, version: '0.38.1', devices: [], models: {}, workflows: [] },
  configured: { capabilities: undefined, vramGb: undefined, maxResolution: undefined },
}

test('a table has columns as wide as they must be, and no spaces at the ends', () => {
  const rows = [
    ['one', 'a'],
    ['thirteen', 'é'],
  ]
  expect(formatTable({ head: ['name', 'x'], rows })).toBe('  NAME      X\n  one       a\n  thirteen  é')
  expect(formatTable({ rows, indent: 0 })).toBe('one       a\nthirteen  é')
  expect(formatTable({ rows: [] })).toBe('')
})

test('JSON keeps every integer and puts short lists on one line', () => {
  const value = { seed: 2n ** 64n - 1n, link: ['4', 0], none: undefined, deep: [{ a: null }], empty: {} }
  const text = printJson(value)
  expect(text).toContain('"seed": 18446744073709551615')
  expect(text).toContain('"link": ["4", 0]')
  expect(parseJson(text)).toEqual({ seed: 2n ** 64n - 1n, link: ['4', 0], deep: [{ a: null }], empty: {} })
  expect(parseJson(printItems([]))).toEqual({ items: [] })
})

test('what a bare server lacks is listed once, with where to put it', () => {
  const info = parseObjectInfo(toObjectInfoJson({ ...nodeTable }, {}))
  const workflows = preflight(builtInTemplates, { info, models: {} }).map(({ template, lacks }) => ({
    ...{ id: template.id, title: template.manifest.title, canRun: lacks.length === 0, lacks, notes: [] },
  }))
  const text = describeServer({ ...server, workflows })
  expect(text).toMatch(/^Workstation \(192\.168\.1\.20:8188\): reachable\n {2}ComfyUI {2}0\.38\.1\n/)
  expect(text).toContain('No models yet.')
  expect(text).toMatch(/sdxl_txt2img +no +1 model\n/)
  expect(text).toMatch(/Put into models\/checkpoints of ComfyUI on that server:\n/)
  const [line, ...others] = text.split('\n').filter((one) => one.trim().startsWith('sd_xl_base_1.0.safetensors'))
  expect(line).toMatch(/for .*sdxl_img2img.*sdxl_txt2img/)
  expect(others).toEqual([])
})

test('a server that lacks node packs is told which to install', () => {
  const core = Object.fromEntries(
    Object.entries(nodeTable).filter(([, { pythonModule }]) => !pythonModule.startsWith('custom_nodes.')),
  )
  const results = preflight(builtInTemplates, { info: parseObjectInfo(toObjectInfoJson(core, {})) })
  const workflows = results.map(({ template: { id }, lacks }) => ({ id, title: id, canRun: false, lacks, notes: [] }))
  const text = describeServer({ ...server, workflows })
  expect(text).toContain('Install the node pack ComfyUI_IPAdapter_plus on the server')
})

test('video memory is said in gigabytes', () => {
  const device = { name: 'cuda:0 RTX', type: 'cuda', vramTotalBytes: 24 * 1024 ** 3, vramFreeBytes: undefined }
  expect(describeServer({ ...server, devices: [device] })).toContain('GPU      cuda:0 RTX, 24.0 GB of VRAM')
})

test('what a processor says of its memory is said once, as that of the machine', () => {
  const cpu = { name: 'cpu', type: 'cpu', vramTotalBytes: 64 * 1024 ** 3, vramFreeBytes: 1 }
  const text = describeServer({
    ...server,
    devices: [cpu],
    ramTotalBytes: 64 * 1024 ** 3,
    ramFreeBytes: 12 * 1024 ** 3,
  })
  expect(text).toMatch(/Processor {2}cpu\n {2}RAM {8}64\.0 GB, 12\.0 GB free\n/)
})

test('what the configuration says is shown, and where the server says otherwise', () => {
  const device = { name: 'cuda:0', type: 'cuda', vramTotalBytes: 16 * 1024 ** 3, vramFreeBytes: undefined }
  const configured = { capabilities: ['sdxl'] as const, vramGb: 24, maxResolution: 1024 }
  expect(describeServer({ ...server, devices: [device], configured })).toContain(
    '24 GB of VRAM, more than the server says it has; at most 1024 pixels on a side; for sdxl',
  )
  const workflows = [
    { id: 'flux-2', title: 'FLUX.2', canRun: false, lacks: [], notes: ['not in its capabilities: flux2'] },
  ]
  expect(describeServer({ ...server, workflows })).toMatch(/flux-2 +no +not in its capabilities: flux2/)
})
