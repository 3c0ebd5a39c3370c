import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveEventOf } from '#lib/live/catalogue.ts'
import { activeJobIdOf, addJobs, latestJobOf } from './latest-jobs.ts'

type News = LiveEventOf<'job.updated'>

const news = (change: Partial<News>): News => ({
  type: 'job.updated',
  projectId: 'a-project',
  id: '1',
  sentenceId: 'a-sentence',
  kind: 'image',
  state: 'queued',
  error: null,
  version: 1,
  ...change,
})

describe('the latest job of a sentence', () => {
  test('is the one asked for last, whatever came in last', () => {
    const jobs = addJobs({}, [news({ id: '2', state: 'completed' }), news({ id: '1', state: 'failed', version: 9 })])
    expect(latestJobOf(jobs, 'a-sentence', 'picture')).toMatchObject({ id: '2', state: 'completed' })
  })

  test('keeps its newest version, and the same object when nothing is new', () => {
    const jobs = addJobs({}, [news({ state: 'processing', version: 2 })])
    expect(addJobs(jobs, [news({ state: 'queued', version: 1 })])).toBe(jobs)
    expect(addJobs(jobs, [news({ state: 'processing', version: 2 })])).toBe(jobs)
  })

  test('is told apart for picture and clip, and a job of no sentence belongs to none', () => {
    const jobs = addJobs({}, [news({ id: '1' }), news({ id: '2', kind: 'video' }), news({ id: '3', sentenceId: null })])
    expect(latestJobOf(jobs, 'a-sentence', 'picture')?.id).toBe('1')
    expect(latestJobOf(jobs, 'a-sentence', 'clip')?.id).toBe('2')
    expect(Object.keys(jobs)).toHaveLength(2)
  })
})

describe('what makes a picture now', () => {
  const latest = (change: Partial<News>) => latestJobOf(addJobs({}, [news(change)]), 'a-sentence', 'picture')

  test('is what the row says while no later job is known', () => {
    expect(activeJobIdOf({ activeJobId: '2' }, undefined)).toBe('2')
    expect(activeJobIdOf({ activeJobId: '2' }, latest({ id: '1', state: 'failed' }))).toBe('2')
    expect(activeJobIdOf({ activeJobId: null }, latest({ id: '1', state: 'completed' }))).toBeNull()
  })

  test('is a job that is known before its row tells of it', () => {
    expect(activeJobIdOf({ activeJobId: null }, latest({ id: '2' }))).toBe('2')
    expect(activeJobIdOf({ activeJobId: '1' }, latest({ id: '2' }))).toBe('2')
  })

  test('is none that came to nothing, though a row read a moment before still names it', () => {
    expect(activeJobIdOf({ activeJobId: '2' }, latest({ id: '2', state: 'failed' }))).toBeNull()
    expect(activeJobIdOf({ activeJobId: '1' }, latest({ id: '2', state: 'cancelled' }))).toBeNull()
  })

  test('is one that has made its picture until the row shows it', () => {
    expect(activeJobIdOf({ activeJobId: '2' }, latest({ id: '2', state: 'completed' }))).toBe('2')
    expect(activeJobIdOf({ activeJobId: null }, latest({ id: '2', state: 'completed' }))).toBeNull()
  })
})

test('the order in which news arrives does not matter', () => {
  const states = fc.constantFrom('queued' as const, 'processing' as const)
  const one = fc.record({ id: fc.constantFrom('1', '2', '3'), version: fc.integer({ min: 1, max: 5 }) })
  // One version of one job has one state.
  const all = fc.array(fc.tuple(one, states)).map((pairs) => {
    const stateOf = new Map(pairs.map(([{ id, version }, state]) => [`${id} ${version}`, state]))
    return pairs.map(([age]) => news({ ...age, state: stateOf.get(`${age.id} ${age.version}`) ?? 'queued' }))
  })
  fc.assert(
    fc.property(all, fc.integer(), (list, turn) => {
      const at = list.length > 0 ? Math.abs(turn) % list.length : 0
      const turned = [...list.slice(at), ...list.slice(0, at)].reverse()
      expect(addJobs({}, turned)).toEqual(addJobs({}, list))
    }),
  )
})
