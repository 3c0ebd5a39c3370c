import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { colourGraph, slowGraph, startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import type { ComfyClient } from './client.ts'

let sketch: TestSketch
let client: ComfyClient
beforeEach(async () => {
  sketch = await startTestSketch({ tileMs: 5 })
  client = sketch.connect()
})
afterEach(() => sketch.stop())

const deadlineMs = 15_000
const pending = async () => (await client.queue()).pending.map(({ promptId }) => promptId)

describe('a prompt that waits', () => {
  it('is taken back, and what runs goes on', async () => {
    const running = await client.submit({ graph: slowGraph(1) })
    const waiting = await client.submit({ graph: slowGraph(2) })
    const behind = await client.submit({ graph: colourGraph(3) })
    expect(await client.withdraw(waiting.promptId)).toBe('withdrawn')
    expect(await pending()).toEqual([behind.promptId])
    sketch.admin.change({ tileMs: 0 })
    for (const { promptId } of [running, behind]) {
      expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'success' })
    }
    expect(await client.find(waiting.promptId)).toEqual({ state: 'unknown' })
  })

  it('is taken back by another client, too, from a server of any age', async () => {
    await client.submit({ graph: slowGraph(1) })
    const { promptId } = await client.submit({ graph: slowGraph(2) })
    sketch.admin.change({ httpErrors: { path: '/api/jobs', status: 404, times: null } })
    expect(await sketch.connect().withdraw(promptId)).toBe('withdrawn')
    expect(await pending()).toEqual([])
  })

  it('is taken back though the request was lost at first', async () => {
    await client.submit({ graph: slowGraph(1) })
    const { promptId } = await client.submit({ graph: slowGraph(2) })
    sketch.admin.change({ httpErrors: { path: '/queue', status: 500, times: 2 } })
    expect(await client.withdraw(promptId)).toBe('withdrawn')
  })
})

describe('a prompt that does not wait', () => {
  it('is left alone when it runs', async () => {
    const { promptId } = await client.submit({ graph: slowGraph(1) })
    await expect.poll(async () => (await client.queue()).running.length).toBe(1)
    expect(await sketch.connect().withdraw(promptId)).toBe('running')
    sketch.admin.change({ tileMs: 0 })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'success' })
  })

  it('has ended, or was never there', async () => {
    const { promptId } = await client.submit({ graph: colourGraph(1) })
    await client.settle(promptId, { deadlineMs })
    expect(await sketch.connect().withdraw(promptId)).toBe('ended')
    expect(await client.withdraw(newId())).toBe('unknown')
  })
})

it('at every moment, what is taken back was not drawn, and what was not taken back is', async () => {
  sketch.admin.change({ tileMs: 0 })
  for (let turn = 0; turn < 25; turn++) {
    await client.submit({ graph: colourGraph(1_000 + turn) })
    const { promptId } = await client.submit({ graph: colourGraph(2_000 + turn) })
    await new Promise((resolve) => setTimeout(resolve, turn % 8))
    const result = await client.withdraw(promptId)
    const outcome = result === 'withdrawn' ? undefined : await client.settle(promptId, { deadlineMs })
    if (outcome) expect(outcome).toMatchObject({ state: 'success' })
    else {
      await expect.poll(async () => (await client.queue()).running).toEqual([])
      expect(await client.find(promptId)).toEqual({ state: 'unknown' })
    }
  }
})
