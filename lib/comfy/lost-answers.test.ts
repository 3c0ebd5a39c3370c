import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { colourGraph, slowGraph, startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import type { ComfyClient } from './client.ts'

let sketch: TestSketch
let client: ComfyClient
beforeEach(async () => {
  sketch = await startTestSketch()
  client = sketch.connect()
})
afterEach(() => sketch.stop())

const deadlineMs = 15_000

const brokenBranch = {
  '20': { class_type: 'LoadImage', inputs: { image: 'gone.png' } },
  '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
} as const

it('takes a prompt back of which the server left out a part, also when its answer is lost', async () => {
  const graph = { ...slowGraph(5), ...brokenBranch }
  const promptId = newId()
  sketch.admin.change({ tileMs: 50 })
  const passing = await loseFirstAnswer(sketch.url)
  await expect(sketch.connect({}, passing.url).submit({ graph, promptId })).rejects.toMatchObject({
    code: 'WORKFLOW_INVALID',
    message: expect.stringMatching(/does not accept what leads to node 21 \(PreviewImage\)\.$/),
    details: { promptId, leftOut: ['21'] },
  })
  expect(await client.queue()).toEqual({ running: [], pending: [] })
  const again = await sketch.connect({}, (await loseFirstAnswer(sketch.url)).url).submit({ graph: colourGraph(30) })
  expect(await client.settle(again.promptId, { deadlineMs })).toMatchObject({ state: 'success' })
})

it('says what a submit that is given up may have left behind', async () => {
  sketch.admin.change({ silentPath: '/prompt' })
  const promptId = newId()
  const sent = client.submit({ graph: colourGraph(31), promptId, signal: AbortSignal.timeout(50) })
  await expect(sent).rejects.toMatchObject({ code: 'CANCELLED', details: { promptId } })
})

it('takes no blame after a cancel that found nothing', async () => {
  sketch.admin.change({ tileMs: 20 })
  const promptId = newId()
  expect(await client.cancel(promptId)).toBe('unknown')
  await client.submit({ graph: slowGraph(32), promptId })
  for await (const { type } of client.watch(promptId)) if (type === 'progress') break
  await fetch(`${sketch.url}/interrupt`, { method: 'POST' })
  expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'interrupted', isOurs: false })
})

/** A way to the server on which the answer to the first submit is lost. */
async function loseFirstAnswer(target: string): Promise<{ url: string }> {
  let isLost = false
  const server = createServer((request, response) => {
    const { method, headers } = request
    const passed = httpRequest(`${target}${request.url}`, { method, headers }, (answer) => {
      if (request.url === '/prompt' && !isLost) {
        isLost = true
        answer.resume()
        response.destroy()
        return
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    request.pipe(passed)
  })
  server.on('upgrade', (_request, socket) => socket.destroy())
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` }
}
