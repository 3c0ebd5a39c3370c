import { describe, expect, it } from 'vitest'
import { collect } from '#lib/testing/sketch.ts'
import { openChannel } from './channel.ts'

describe('a watcher', () => {
  it('can leave while it waits', async () => {
    const channel = openChannel()
    const events = channel.watch()
    const waiting = events.next()
    expect(await events.return?.()).toEqual({ done: true, value: undefined })
    expect(await waiting).toEqual({ done: true, value: undefined })
    channel.push({ type: 'started' })
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  it('gets each event once, however often it asks at a time', async () => {
    const channel = openChannel()
    const events = channel.watch()
    const two = Promise.all([events.next(), events.next()])
    channel.push({ type: 'started' })
    channel.push({ type: 'succeeded' })
    expect((await two).map(({ value }) => value?.type)).toEqual(['started', 'succeeded'])
    channel.push({ type: 'ended' })
    expect(await collect(events)).toEqual([{ type: 'ended' }])
  })

  it('leaves nothing behind when its loop is broken off or its signal fires', async () => {
    const channel = openChannel()
    const giveUp = new AbortController()
    channel.push({ type: 'started' })
    for await (const { type } of channel.watch(giveUp.signal)) if (type === 'started') break
    const waiting = collect(channel.watch(giveUp.signal))
    giveUp.abort()
    // What was there already is handed out before anybody has to wait.
    expect(await waiting).toEqual([{ type: 'started' }])
  })
})
