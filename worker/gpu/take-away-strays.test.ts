import { afterAll, beforeAll, expect, it } from 'vitest'
import { noteStray, readStrays } from '#lib/fleet/stray-prompts.ts'
import { newId } from '#lib/runtime/ids.ts'
import { useStudio } from '#lib/testing/context.ts'
import { slowGraph, startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { takeAwayStrays } from './take-away-strays.ts'

const studio = useStudio()
let sketch: TestSketch
beforeAll(async () => {
  sketch = await startTestSketch({ tileMs: 20 })
})
afterAll(() => sketch?.stop())

const never = new AbortController().signal

it('one that reaches its server only after the first question is taken away all the same', async () => {
  const client = sketch.connect()
  const promptId = newId()
  await noteStray(studio.ctx.db, { promptId, nodeUrl: sketch.url })
  const strays = new Set([promptId])
  const answers: string[] = []
  const late = {
    async cancel(...asked: Parameters<typeof client.cancel>) {
      const answer = await client.cancel(...asked)
      if (answers.push(answer) === 1) await sketch.connect().submit({ graph: slowGraph(1), promptId })
      return answer
    },
  }
  await takeAwayStrays(studio.ctx, { client: late, strays }, never)
  expect(answers).toEqual(['unknown', 'cancelled'])
  expect(await client.queue()).toEqual({ running: [], pending: [] })
  expect([...strays, ...(await readStrays(studio.ctx.db, sketch.url))]).toEqual([])
})

it('one that its server has never heard of is forgotten', async () => {
  const promptId = newId()
  await noteStray(studio.ctx.db, { promptId, nodeUrl: sketch.url })
  const strays = new Set([promptId])
  await takeAwayStrays(studio.ctx, { client: sketch.connect(), strays }, never)
  expect([...strays, ...(await readStrays(studio.ctx.db, sketch.url))]).toEqual([])
})
