import { describe, expect, it } from 'vitest'
import type { ChoosableNode, Fleet } from './choice.ts'
import { withoutLeft } from './leave-queues.ts'

const nowMs = 1_000_000
const job = { id: 'job', lane: 'batch', priority: 1, sinceMs: nowMs - 1_000 } as const
const queue = { name: 'q', warmKey: 'k', quality: 'final', jobs: [job], count: 1, servedAtMs: null } as const

function aNode(id: string, node: Partial<ChoosableNode> = {}): ChoosableNode {
  const works = new Map(['q', 'drafts'].map((name) => [name, { runMs: 8_000, loadMs: 0 }]))
  const idle = { isOpen: true, freeAtMs: nowMs - 60_000, inHand: 0, warmKey: null, warmSinceMs: null } as const
  return { id, tier: 'standard', ...idle, works, ...node }
}

/** Which of them may take from the queue, when it was too much for some so that they try again after so long. */
function takers(left: Record<string, number>, nodes: ChoosableNode[], sinceMs = job.sinceMs): string[] {
  const fleet: Fleet = { queues: [{ ...queue, jobs: [{ ...job, sinceMs }] }], nodes, nowMs }
  const until = Object.entries(left).map(
    ([id, afterMs]) => [id, new Map([['q', { tryAtMs: nowMs + afterMs }]])] as const,
  )
  return withoutLeft(fleet, new Map(until)).nodes.flatMap(({ id, works }) => (works.has('q') ? [id] : []))
}

describe('what was too much for the memory of a GPU', () => {
  it('is left to one for which it was not, for as long as it was said', () => {
    const nodes = [aNode('a'), aNode('b')]
    expect(takers({ a: 5_000 }, nodes)).toEqual(['b'])
    expect(takers({ a: 0 }, nodes)).toEqual(['a', 'b'])
    expect(takers({}, nodes)).toEqual(['a', 'b'])
  })

  it('nothing else is', () => {
    const left = new Map([['a', new Map([['q', { tryAtMs: nowMs + 1 }]])]])
    const [a] = withoutLeft({ queues: [queue], nodes: [aNode('a'), aNode('b')], nowMs }, left).nodes
    expect([...(a?.works.keys() ?? [])]).toEqual(['drafts'])
  })

  it('is tried where there is nobody to leave it to', () => {
    expect(takers({ a: 5_000 }, [aNode('a')])).toEqual(['a'])
    expect(takers({ a: 5_000 }, [aNode('a'), aNode('b', { isOpen: false })])).toContain('a')
    expect(takers({ a: 5_000 }, [aNode('a'), aNode('b', { works: new Map() })])).toEqual(['a'])
  })

  it('and for that of all the others, too, is tried by the one that was to try first', () => {
    const nodes = [aNode('a'), aNode('b'), aNode('c')]
    expect(takers({ a: 300_000, b: 80_000, c: 160_000 }, nodes)).toEqual(['b'])
    expect(takers({ a: 300_000, b: 300_000, c: 300_000 }, nodes)).toEqual(['a'])
  })

  it('is not kept for one that has something to do for longer', () => {
    const busy = aNode('b', { inHand: 1, freeAtMs: nowMs + 400_000 })
    expect(takers({ a: 300_000, b: 80_000 }, [aNode('a'), busy])).toEqual(['a'])
  })

  it('is not left to one that stood idle beside it', () => {
    const long = nowMs - 20_000
    expect(takers({ a: 300_000 }, [aNode('a'), aNode('b')], long)).toEqual(['a', 'b'])
    expect(takers({ a: 300_000 }, [aNode('a'), aNode('b', { freeAtMs: nowMs - 1_000 })], long)).toEqual(['b'])
    expect(takers({ a: 300_000 }, [aNode('a'), aNode('b', { inHand: 1, freeAtMs: nowMs })], long)).toEqual(['b'])
  })
})
