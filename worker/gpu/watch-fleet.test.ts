import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '#lib/testing/context.ts'
import { watchFleet } from './watch-fleet.ts'

const timeout = 15_000
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-fleet-'))
})
afterAll(() => rm(dir, { recursive: true }))

describe('the file of the fleet', () => {
  const file = () => path.join(dir, 'gpus.yaml')
  const write = (text: string) => writeFile(file(), text)
  const aNode = (id: string) => `  - { id: ${id}, host: desk-${id} }\n`

  it('is read again when it has changed; a broken one changes nothing, and all its mistakes are told once', async () => {
    const seen: string[][] = []
    const said: string[] = []
    await write(`nodes:\n${aNode('a')}`)
    const watch = watchFleet({
      env: { GPUS_FILE: file(), COMFYUI_URL: ['http://10.0.0.9:8188'] },
      log: Object.assign(Object.create(silentLog), { error: (text: string) => said.push(text) }),
      onChange: async (nodes) => void seen.push(nodes.map(({ id }) => id)),
      lookEveryMs: 20,
    })
    await expect.poll(() => seen, { timeout }).toEqual([['a']])
    await write(`nodes:\n${aNode('a')}${aNode('b')}`)
    await expect.poll(() => seen, { timeout }).toEqual([['a'], ['a', 'b']])
    await write('nodes:\n  - { id: a, host: desk, tier: best }\n  - { id: a, port: 99999 }\n')
    await expect.poll(() => said, { timeout }).toHaveLength(1)
    expect(said[0]).toMatch(/stay as they were/)
    for (const wrong of ['tier', 'host', 'port']) expect(said[0]).toContain(wrong)
    await write(`nodes:\n${aNode('c')}`)
    await expect.poll(() => seen.at(-1), { timeout }).toEqual(['c'])
    expect(said[0]).not.toContain('start again')
    await rm(file())
    await expect.poll(() => seen.at(-1), { timeout }).toEqual(['10-0-0-9-8188'])
    expect(said).toHaveLength(1)
    await watch.stop()
  })

  it('when it is gone and nothing else is configured, the fleet stays and that is told', async () => {
    const seen: string[][] = []
    const said: string[] = []
    await write(`nodes:\n${aNode('a')}`)
    const watch = watchFleet({
      env: { GPUS_FILE: file(), COMFYUI_URL: [] },
      log: Object.assign(Object.create(silentLog), { error: (text: string) => said.push(text) }),
      onChange: async (nodes) => void seen.push(nodes.map(({ id }) => id)),
      lookEveryMs: 20,
    })
    await expect.poll(() => seen, { timeout }).toEqual([['a']])
    await rm(file())
    await expect.poll(() => said, { timeout }).toEqual([expect.stringMatching(/stay as they were.*gone.*Put it back/)])
    expect(seen).toEqual([['a']])
    await write(`nodes:\n${aNode('b')}`)
    await expect.poll(() => seen.at(-1), { timeout }).toEqual(['b'])
    await watch.stop()
  })
})
