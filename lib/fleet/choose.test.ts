import { describe, expect, test } from 'vitest'
import type { ChoosableNode, Fleet, WaitingJob, WaitingQueue } from './choice.ts'
import { chooseNext, prepareAheadMs } from './choose.ts'
import { longestStintMs, passOverMs } from './choose-line.ts'

const nowMs = 1_000_000
const work = { runMs: 8_000, loadMs: 10_000 }

function aJob(job: Partial<WaitingJob> = {}): WaitingJob {
  return { id: 'job', lane: 'batch', priority: 1_000, sinceMs: nowMs - 1_000, ...job }
}

function aQueue(name: string, queue: Partial<WaitingQueue> = {}): WaitingQueue {
  const jobs = queue.jobs ?? [aJob()]
  return { name, warmKey: name, quality: 'draft', jobs, count: jobs.length, servedAtMs: null, ...queue }
}

function many(count: number, job: Partial<WaitingJob> = {}): WaitingJob[] {
  return Array.from({ length: count }, () => aJob(job))
}

const emptyHands = { isOpen: true, freeAtMs: nowMs, inHand: 0, warmKey: null, warmSinceMs: null } as const

function aNode(id: string, node: Partial<Omit<ChoosableNode, 'works'>> & { works: Record<string, object> }) {
  const works = new Map(Object.entries(node.works).map(([queue, given]) => [queue, { ...work, ...given }]))
  return { tier: 'standard', ...emptyHands, ...node, id, works } satisfies ChoosableNode
}

function choose(queues: WaitingQueue[], node: ChoosableNode, ...others: ChoosableNode[]) {
  const fleet: Fleet = { queues, nodes: [node, ...others], nowMs }
  return chooseNext(fleet, node.id)
}

describe('when there is nothing to choose', () => {
  const queues = [aQueue('a')]
  const cases: [why: string, node: ChoosableNode, queues: WaitingQueue[]][] = [
    ['not-open', aNode('n', { works: { a: {} }, isOpen: false }), queues],
    ['has-enough', aNode('n', { works: { a: {} }, inHand: 2, freeAtMs: nowMs + 1_000 }), queues],
    ['nothing-waits', aNode('n', { works: { a: {} } }), []],
    ['nothing-waits', aNode('n', { works: { a: {} } }), [aQueue('a', { jobs: [] })]],
    ['cannot-run', aNode('n', { works: { b: {} } }), queues],
  ]
  test.each(cases)('%s', (why, node, queues) => {
    expect(choose(queues, node)).toEqual({ take: null, why, untilMs: null })
  })

  test('a node that nobody knows is not open', () => {
    expect(chooseNext({ queues, nodes: [], nowMs }, 'n')).toMatchObject({ why: 'not-open' })
  })
})

describe('lanes', () => {
  const node = aNode('n', { works: { a: {}, b: {} }, warmKey: 'a', warmSinceMs: nowMs })

  test('an urgent job goes before a batch, whatever has to be loaded for it', () => {
    const queues = [aQueue('a', { jobs: many(9) }), aQueue('b', { jobs: [aJob({ lane: 'urgent', priority: 2_000 })] })]
    expect(choose(queues, node)).toEqual({ take: 'b' })
  })

  test('idle time is for a GPU that could do nothing else', () => {
    const idle = aQueue('b', { jobs: [aJob({ lane: 'idle', priority: 0 })] })
    expect(choose([idle], node)).toEqual({ take: 'b' })
    expect(choose([aQueue('a'), idle], node)).toEqual({ take: 'a' })
    expect(choose([idle], { ...node, inHand: 1, freeAtMs: nowMs + 1 })).toMatchObject({ why: 'nothing-waits' })
  })

  test('not even when what waits is left to a faster one', () => {
    const idle = aQueue('b', { jobs: [aJob({ lane: 'idle', priority: 0 })] })
    const fast = aNode('fast', { works: { a: { runMs: 1_000 } }, warmKey: 'a', freeAtMs: nowMs + 500, inHand: 1 })
    expect(choose([aQueue('a'), idle], node, fast)).toMatchObject({ why: 'better-elsewhere' })
  })
})

describe('order', () => {
  test('the earlier fair place first', () => {
    const queues = [aQueue('a', { jobs: many(500) }), aQueue('b', { jobs: [aJob({ priority: 1_001 })] })]
    expect(choose(queues, aNode('n', { works: { a: {}, b: {} } }))).toEqual({ take: 'b' })
  })

  test('what needs no models is never passed over for those that are loaded', () => {
    const queues = [aQueue('a', { jobs: many(9) }), aQueue('b', { jobs: [aJob({ priority: 1_001 })] })]
    const node = aNode('n', { works: { a: {}, b: { loadMs: 0 } }, warmKey: 'a', warmSinceMs: nowMs })
    expect(choose(queues, node)).toEqual({ take: 'b' })
  })
})

describe('loaded models', () => {
  const node = aNode('n', { works: { a: {}, b: {}, c: {} }, warmKey: 'a', warmSinceMs: nowMs - longestStintMs })
  const waiting = (waitedMs: number, priority = 2_000) => ({
    jobs: [aJob({ priority, sinceMs: nowMs - waitedMs })],
  })

  test('are preferred to an earlier place', () => {
    expect(choose([aQueue('a'), aQueue('b', waiting(60_000))], node)).toEqual({ take: 'a' })
  })

  test('but not for longer than the bound', () => {
    expect(choose([aQueue('a'), aQueue('b', waiting(passOverMs))], node)).toEqual({ take: 'b' })
  })

  test('which begins anew when a GPU takes from the line', () => {
    const queue = aQueue('b', { ...waiting(passOverMs), servedAtMs: nowMs - 1_000 })
    expect(choose([aQueue('a'), queue], node)).toEqual({ take: 'a' })
  })

  test('and is shorter for what loads quickly', () => {
    const quick = aNode('n', { ...node, works: { a: { loadMs: 1_000 }, b: { loadMs: 1_000 } } })
    expect(choose([aQueue('a'), aQueue('b', waiting(12_000))], quick)).toEqual({ take: 'b' })
  })

  test('a line of a later place waits for its turn', () => {
    expect(choose([aQueue('a'), aQueue('b', waiting(passOverMs, 1))], node)).toEqual({ take: 'a' })
  })

  test('of several that have waited that long the first is who waits longest', () => {
    const queues = [aQueue('a'), aQueue('b', waiting(passOverMs)), aQueue('c', waiting(passOverMs + 1, 1_500))]
    expect(choose(queues, node)).toEqual({ take: 'c' })
  })

  test('are used for a stint, however long the others have waited', () => {
    const queues = [aQueue('a'), aQueue('b', waiting(900_000)), aQueue('c', waiting(800_000))]
    expect(choose(queues, { ...node, warmSinceMs: nowMs - 15_000 })).toEqual({ take: 'a' })
    expect(choose(queues, { ...node, warmSinceMs: nowMs - 30_000 })).toEqual({ take: 'b' })
  })

  test('are not loaded twice while another model waits that nobody serves', () => {
    const cold = aNode('cold', { works: { a: {}, b: {} } })
    const queues = [aQueue('a', { jobs: many(50, { priority: 3_000 }) }), aQueue('b', { jobs: many(50) })]
    expect(choose(queues, cold, node)).toEqual({ take: 'b' })
  })

  test('else a GPU helps where most is left to do', () => {
    const cold = aNode('cold', { works: { a: {}, b: {} } })
    const other = aNode('o', { works: { b: {} }, warmKey: 'b' })
    const queues = [aQueue('a', { jobs: many(10, { priority: 3_000 }) }), aQueue('b', { jobs: many(30) })]
    expect(choose(queues, cold, node, other)).toEqual({ take: 'b' })
  })
})

describe('what is left to others', () => {
  const slow = aNode('slow', { works: { a: { runMs: 8_000, loadMs: 0 } } })
  const fast = aNode('fast', { works: { a: { runMs: 2_000, loadMs: 0 } }, freeAtMs: nowMs + 1_500, inHand: 1 })

  test('a job that a faster GPU would have done sooner', () => {
    expect(choose([aQueue('a')], slow, fast)).toEqual({ take: null, why: 'better-elsewhere', untilMs: nowMs + 1_500 })
  })

  test('counting the jobs before it: with enough to do everyone takes one', () => {
    // The fast one is done with them after 3.5, 5.5 and 7.5 seconds.
    expect(choose([aQueue('a', { jobs: many(3) })], slow, fast)).toMatchObject({ why: 'better-elsewhere' })
    expect(choose([aQueue('a', { jobs: many(4) })], slow, fast)).toEqual({ take: 'a' })
  })

  test('nothing, when the other one has something else to do first', () => {
    const busy = aNode('fast', { ...fast, works: { a: { runMs: 2_000 }, b: { runMs: 9_000 } } })
    const queues = [aQueue('a'), aQueue('b', { jobs: [aJob({ priority: 5_000 })] })]
    expect(choose(queues, slow, busy)).toEqual({ take: 'a' })
  })

  test('nothing, when the other one takes no jobs', () => {
    expect(choose([aQueue('a')], slow, { ...fast, isOpen: false })).toEqual({ take: 'a' })
  })

  test('less and less to one that is late', () => {
    const late = (lateMs: number) => ({ ...fast, freeAtMs: nowMs - lateMs })
    expect(choose([aQueue('a')], slow, late(1_000))).toMatchObject({ why: 'better-elsewhere' })
    expect(choose([aQueue('a')], slow, late(7_000))).toEqual({ take: 'a' })
  })

  test('nothing to an idle one that does not take it', () => {
    const stuck = { ...fast, inHand: 0, freeAtMs: nowMs - 60_000 }
    expect(choose([aQueue('a', { jobs: [aJob({ sinceMs: nowMs - 20_000 })] })], slow, stuck)).toEqual({ take: 'a' })
    expect(choose([aQueue('a')], slow, stuck)).toMatchObject({ why: 'better-elsewhere' })
  })

  test('an urgent job when the wait is short, though other work is behind it', () => {
    const jobs = [aJob({ lane: 'urgent', priority: 9_000 }), ...many(20)]
    expect(choose([aQueue('a', { jobs })], slow, fast)).toMatchObject({ why: 'better-elsewhere' })
    const later = { ...fast, freeAtMs: nowMs + 5_500 }
    expect(choose([aQueue('a', { jobs })], slow, later)).toEqual({ take: 'a' })
  })

  test('a model that is loaded elsewhere, when that one is done with it sooner', () => {
    const warm = aNode('warm', { works: { b: {} }, warmKey: 'b', freeAtMs: nowMs + 5_000, inHand: 1 })
    const cold = aNode('cold', { works: { b: {} }, warmKey: 'a' })
    expect(choose([aQueue('b')], cold, warm)).toMatchObject({ why: 'better-elsewhere' })
    expect(choose([aQueue('b', { jobs: many(3) })], cold, warm)).toEqual({ take: 'b' })
  })
})

describe('tiers', () => {
  const standard = aNode('standard', { works: { a: { runMs: 8_000, loadMs: 0 } } })
  const premium = (freeInMs: number, runMs = 6_000) => ({
    ...aNode('premium', { works: { a: { runMs, loadMs: 0 } }, tier: 'premium', freeAtMs: nowMs + freeInMs }),
    inHand: 1,
  })
  const final = aQueue('a', { quality: 'final' })

  test('a final waits for the better one as long as a picture takes there', () => {
    expect(choose([final], standard, premium(7_900))).toMatchObject({ why: 'better-elsewhere', untilMs: nowMs + 7_900 })
    expect(choose([final], standard, premium(8_100))).toEqual({ take: 'a' })
  })

  test('a draft goes to whoever has it done first', () => {
    expect(choose([aQueue('a')], standard, premium(1_900))).toMatchObject({ why: 'better-elsewhere' })
    expect(choose([aQueue('a')], standard, premium(2_100))).toEqual({ take: 'a' })
  })

  test('a better tier that is slower by measure is not waited for', () => {
    expect(choose([final], standard, premium(1, 9_000))).toEqual({ take: 'a' })
  })

  test('the better one leaves nothing to a lesser one that would be done a little sooner', () => {
    const better = { ...premium(0), inHand: 0 }
    const lesser = aNode('lesser', { works: { a: { runMs: 6_500, loadMs: 0 } }, warmKey: 'a' })
    const cold = aNode('premium', { ...better, works: { a: { runMs: 6_000, loadMs: 2_000 } } })
    expect(choose([final], cold, lesser)).toEqual({ take: 'a' })
    expect(choose([final], lesser, cold)).toMatchObject({ why: 'better-elsewhere' })
  })
})

describe('preparing', () => {
  const works = { a: { loadMs: 0 } }
  const busy = (leftMs: number) => aNode('busy', { works, inHand: 1, freeAtMs: nowMs + leftMs })

  test('shortly before it is needed', () => {
    expect(choose([aQueue('a')], busy(60_000))).toEqual({ take: null, why: 'not-yet', untilMs: nowMs + 57_000 })
    expect(choose([aQueue('a')], busy(prepareAheadMs))).toEqual({ take: 'a' })
  })

  test('at once when nobody knows when that is', () => {
    expect(choose([aQueue('a')], busy(-1))).toEqual({ take: 'a' })
  })

  test('nothing that an idle GPU could do sooner', () => {
    const idle = aNode('idle', { works })
    expect(choose([aQueue('a')], busy(2_000), idle)).toMatchObject({ why: 'better-elsewhere' })
    expect(choose([aQueue('a', { jobs: many(2) })], busy(2_000), idle)).toEqual({ take: 'a' })
  })
})
