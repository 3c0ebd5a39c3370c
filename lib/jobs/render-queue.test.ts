import { beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { useStudio } from '#lib/testing/context.ts'
import { useJobs } from '#lib/testing/worker.ts'
import type { Place } from './render-queue.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const name = 'render.test.final.0123456789abcdef'
const inTx = <T>(work: (tx: Tx) => Promise<T>) => studio.ctx.db.$transaction(work)
const place = (priority: number): Place => ({ id: newId(), queue: name, priority })
const takeAll = async () => {
  const taken: string[] = []
  for (;;) {
    const id = await inTx((tx) => jobs.ctx.queue.take(tx, name))
    if (id === undefined) return taken
    taken.push(id)
  }
}
const stored = () =>
  studio.ctx.db.$queryRaw<{ id: string; state: string; priority: number }[]>`
    select id, state::text, priority from pgboss.job where name = ${name} order by priority desc, id`

beforeEach(async () => {
  await jobs.ctx.queue.ensure(name)
  await studio.ctx.db.$executeRaw`delete from pgboss.job where name = ${name}`
})

describe('the queue of some needs', () => {
  it('gives out the highest first, many put in at once among them', async () => {
    const places = [3, 1, 2].map(place)
    await inTx((tx) => jobs.ctx.queue.add(tx, places))
    const [three, one, two] = places
    expect(await takeAll()).toEqual([three?.id, two?.id, one?.id])
  })

  it('takes in two thousand in one go, and each once', async () => {
    const places = Array.from({ length: 2_000 }, (_, index) => place(index))
    await inTx((tx) => jobs.ctx.queue.add(tx, places))
    await inTx((tx) => jobs.ctx.queue.add(tx, places))
    expect(await stored()).toHaveLength(2_000)
  })

  it('moves one that waits, and says so of one that does not', async () => {
    const [first, last] = [place(9), place(1)]
    await inTx((tx) => jobs.ctx.queue.add(tx, [first, last]))
    expect(await inTx((tx) => jobs.ctx.queue.move(tx, { ...last, priority: 10 }))).toBe(true)
    expect(await takeAll()).toEqual([last.id, first.id])
    expect(await inTx((tx) => jobs.ctx.queue.move(tx, { ...last, priority: 11 }))).toBe(false)
    expect(await inTx((tx) => jobs.ctx.queue.move(tx, place(1)))).toBe(false)
  })

  it('a move leaves alone when it may start, and what else waits', async () => {
    const [resting, other] = [place(1), place(5)]
    await inTx((tx) => jobs.ctx.queue.putBack(tx, resting, { delayMs: 60_000 }))
    await inTx((tx) => jobs.ctx.queue.add(tx, [other]))
    await inTx((tx) => jobs.ctx.queue.move(tx, { ...resting, priority: 9 }))
    expect(await takeAll()).toEqual([other.id])
    expect(await stored()).toEqual([
      { id: resting.id, state: 'created', priority: 9 },
      { id: other.id, state: 'active', priority: 5 },
    ])
  })

  it('what is held is dropped, and comes back to its place', async () => {
    const [first, second] = [place(9), place(5)]
    await inTx((tx) => jobs.ctx.queue.add(tx, [first, second]))
    await inTx((tx) => jobs.ctx.queue.drop(tx, name, [first.id]))
    expect(await stored()).toHaveLength(1)
    await inTx((tx) => jobs.ctx.queue.add(tx, [first]))
    expect(await takeAll()).toEqual([first.id, second.id])
  })

  it('nothing of a transaction that fails happens', async () => {
    const kept = place(1)
    await inTx((tx) => jobs.ctx.queue.add(tx, [kept]))
    const failing = inTx(async (tx) => {
      await jobs.ctx.queue.add(tx, [place(2)])
      await jobs.ctx.queue.drop(tx, name, [kept.id])
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await takeAll()).toEqual([kept.id])
  })

  it('one that was taken and put back is given out again', async () => {
    const one = place(4)
    await inTx((tx) => jobs.ctx.queue.add(tx, [one]))
    expect(await takeAll()).toEqual([one.id])
    await inTx((tx) => jobs.ctx.queue.putBack(tx, one))
    expect(await takeAll()).toEqual([one.id])
  })

  it('can be ended and made anew', async () => {
    await inTx((tx) => jobs.ctx.queue.end(tx, name))
    await jobs.ctx.queue.ensure(name)
    const one = place(1)
    await inTx((tx) => jobs.ctx.queue.add(tx, [one]))
    expect(await takeAll()).toEqual([one.id])
  })
})
