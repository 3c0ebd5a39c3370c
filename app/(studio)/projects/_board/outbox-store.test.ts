import { expect, it, vi } from 'vitest'
import { createPlace, rename, typed } from './outbox.fixture.ts'
import { type Kept, nothingKept, readKept } from './outbox-model.ts'
import { keepQueue, nameOf, takeOrphans } from './outbox-store.ts'
import { type Presence, presenceByBeats, presenceByLocks } from './tab-presence.ts'

const personId = 'person'
const kept: Kept = { ...nothingKept, pending: [rename('a')] }
const ofTab = (tabId: string, of = personId) => ({ personId: of, projectId: 'project', tabId })

/** A browser in which some tabs are there. */
function browser(tabs: readonly string[]) {
  const place = createPlace()
  const names = new Set<string>()
  const presence: Presence = {
    stay: () => {},
    whileGone: async (tabId, work) => {
      await Promise.resolve()
      if (!tabs.includes(tabId)) work()
    },
  }
  const leave = (key: ReturnType<typeof ofTab>, what = kept) => {
    keepQueue(place, key, what)
    names.add(nameOf(key))
  }
  const look = async (tabId = 'mine') => {
    const found: [string, Kept][] = []
    const onFound = (projectId: string, each: Kept) => found.push([projectId, each])
    await takeOrphans({ place, names: [...names, 'framewright-theme', 'other'], personId, tabId, presence, onFound })
    return found
  }
  return { place, leave, look }
}

it('what a tab left that is gone is taken over, once', async () => {
  const { leave, look } = browser(['mine'])
  leave(ofTab('gone'))
  expect(await Promise.all([look(), look('another')])).toEqual([[['project', kept]], []])
  expect(await look()).toEqual([])
})

it('what other tabs hold, other people left, and the tab itself has, is left alone', async () => {
  const { leave, look, place } = browser(['mine', 'open'])
  leave(ofTab('open'))
  leave(ofTab('gone', 'somebody else'))
  leave(ofTab('mine'))
  expect(await look()).toEqual([])
  expect(place.getItem(nameOf(ofTab('open')))).not.toBeNull()
})

it('what cannot be read is left out, and the rest counts', () => {
  const text = JSON.stringify({
    pending: [{ kind: 'sentence.fly' }, rename('a'), { kind: 'sentence.delete', id: 'x' }],
    conflicts: { x: { id: 'x', field: 'text', base: '', mine: 'words' }, y: 7 },
    refused: ['?'],
    unseen: [rename('a'), typed('b', 'a')],
  })
  expect(readKept(text)).toEqual({
    pending: [rename('a'), { kind: 'sentence.delete', ids: ['x'], id: undefined }],
    conflicts: { x: { id: 'x', field: 'text', base: '', mine: 'words' } },
    refused: [],
    unseen: [typed('b', 'a')],
  })
  expect(readKept('no JSON')).toEqual(nothingKept)
  expect(readKept(null)).toEqual(nothingKept)
})

it('a tab is gone when its lock is free', async () => {
  const held = new Set<string>()
  const presence = presenceByLocks({
    async hold(name) {
      held.add(name)
    },
    async ifFree(name, work) {
      if (!held.has(name)) work()
    },
  })
  presence.stay('open')
  const work = vi.fn()
  await presence.whileGone('open', work)
  expect(work).not.toHaveBeenCalled()
  await presence.whileGone('gone', work)
  expect(work).toHaveBeenCalledOnce()
})

it('without locks, a tab is gone when it said so or has been silent for long', async () => {
  const place = createPlace()
  let now = 1_000_000
  const tab = { beat: () => {}, leave: () => {} }
  const repeat = (beat: () => void, _: number, leave: () => void) => Object.assign(tab, { beat, leave })
  const presence = presenceByBeats({ place, now: () => now, repeat })
  presence.stay('open')
  const isGone = async () => {
    const work = vi.fn()
    await presence.whileGone('open', work)
    return work.mock.calls.length === 1
  }
  now += 80_000
  expect(await isGone()).toBe(false)
  tab.beat()
  now += 80_000
  expect(await isGone()).toBe(false)
  now += 20_000
  expect(await isGone()).toBe(true)
  tab.beat()
  expect(await isGone()).toBe(false)
  tab.leave()
  expect(await isGone()).toBe(true)
})
