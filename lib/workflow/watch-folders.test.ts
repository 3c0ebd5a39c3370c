import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchFolders } from './watch-folders.ts'

const pace = { settleMs: 20, longestMs: 100, lookMs: 10 }
let dir = ''
let folder = ''
let stop = () => {}
const onChange = vi.fn(async () => {})
const onError = vi.fn()
beforeEach(async () => {
  vi.clearAllMocks()
  dir = await mkdtemp(path.join(tmpdir(), 'workflows-'))
  folder = path.join(dir, 'mine')
})
afterEach(async () => {
  stop()
  await rm(dir, { recursive: true, force: true })
})

const seen = async () => {
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled())
  onChange.mockClear()
}
const sees = async (file: string) => {
  await writeFile(path.join(folder, file), '')
  await seen()
}

test('a folder that goes is told, and is watched again when it is back', async () => {
  stop = await watchFolders({ folders: [{ folder, isMade: true }], onChange, onError, pace })
  await sees('a.json')
  await rm(folder, { recursive: true })
  await vi.waitFor(() => expect(onError).toHaveBeenCalled())
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: expect.stringContaining('is gone') }),
  )
  await seen()
  await mkdir(folder)
  await seen()
  await sees('b.json')
})

test('a folder that comes later, and one that takes the place of another, are watched', async () => {
  stop = await watchFolders({ folders: [{ folder }], onChange, onError, pace })
  await mkdir(folder)
  await seen()
  await sees('a.json')
  await mkdir(path.join(dir, 'other'))
  await rename(folder, path.join(dir, 'old'))
  await rename(path.join(dir, 'other'), folder)
  await seen()
  await sees('b.json')
})

test('a file that is written all the time is read all the same', async () => {
  await mkdir(folder)
  stop = await watchFolders({ folders: [{ folder }], onChange, onError, pace })
  let isWriting = true
  const writing = (async () => {
    while (isWriting) await writeFile(path.join(folder, 'a.json'), String(performance.now()))
  })()
  await vi.waitFor(() => expect(onChange.mock.calls.length).toBeGreaterThan(2))
  isWriting = false
  await writing
})

test('nothing is called after the end', async () => {
  stop = await watchFolders({ folders: [{ folder, isMade: true }], onChange, onError, pace })
  await sees('a.json')
  stop()
  await rm(folder, { recursive: true })
  const again = await watchFolders({ folders: [{ folder: dir }], onChange: async () => done.resolve(), pace })
  const done = Promise.withResolvers<void>()
  await writeFile(path.join(dir, 'b.json'), '')
  await done.promise
  again()
  expect([onChange, onError].map((told) => told.mock.calls.length)).toEqual([0, 0])
})
