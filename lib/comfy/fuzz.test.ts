import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { type AppError, isAppError } from '#lib/runtime/errors.ts'
import { parseJson, stringifyJson } from '#lib/runtime/json.ts'
import { colourGraph } from '#lib/testing/sketch.ts'
import { checkContent } from './check-content.ts'
import { createComfyClient } from './client.ts'
import { errorOfExecution } from './execution-errors.ts'
import { readBinaryFrame, readTextFrame } from './messages.ts'
import { outcomeOf } from './outcome.ts'
import { readHistory, readJob, readQueue } from './records.ts'
import { readNodeErrors, readRefusal } from './refusal.ts'
import { errorOfComplaints, errorOfRefusal } from './refusal-errors.ts'
import { readStats } from './stats.ts'

const runs = 10_000
const promptId = '00000000-0000-4000-8000-000000000001'
const context = { graph: colourGraph(1), serverName: 'gpu:8188', promptId }

/** Names and words that the readers look for, so that chance gets further than the first question. */
const words = fc.constantFrom(
  ...['prompt_id', 'node', 'display_node', 'node_errors', 'errors', 'error', 'type', 'status', 'messages', 'outputs'],
  ...['extra_info', 'input_config', 'received_value', 'input_name', 'images', 'filename', 'queue_running', 'data'],
  ...[
    'queue_pending',
    'prompt',
    'nodes',
    'value',
    'max',
    'system',
    'devices',
    'completed',
    'execution_error',
    'failed',
  ],
  ...['value_not_in_list', 'value_bigger_than_max', 'missing_node_type', 'execution_status', 'exception_message', '1'],
  ...['executing', 'progress', 'progress_state', 'executed', 'execution_cached', '__proto__', 'constructor', promptId],
  ...['/home/jo/comfy/secret/x.safetensors', 'C:\\Users\\jo\\secret\\x.png', 'Traceback (most recent call last):'],
)
const { body } = fc.letrec((tie) => ({
  body: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('body'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(words, fc.string({ maxLength: 5 })), tie('body'), { maxKeys: 6 }),
  ),
}))

const secretText = fc
  .array(
    fc.constantFrom(
      ...[
        "'/home/jo/secret/x.safetensors'",
        '/home/jo smith/secret/y.png',
        'C:\\secret\\z.pt',
        '\\\\nas\\secret\\a.bin',
      ],
      ...[
        'not found',
        'model',
        'No such file or directory:',
        '\n',
        'Traceback (most recent call last):',
        'out of memory',
      ],
      ...[
        'File "/srv/secret/nodes.py", line 3',
        'image - Invalid image file: ',
        'value',
        '(',
        ')',
        '=',
        ',',
        'safetensors',
      ],
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(' '))
/** Of the shape a server gives, with its own words where it puts them. */
const shapedFailure = fc.record({
  node_id: fc.constantFrom('1', '2', '9'),
  node_type: fc.constantFrom('EmptyImage', 'CheckpointLoaderSimple', 'IPAdapterUnifiedLoader'),
  exception_type: fc.constantFrom('RuntimeError', 'torch.OutOfMemoryError', 'FileNotFoundError'),
  exception_message: secretText,
  traceback: fc.array(secretText, { maxLength: 2 }),
})
const shapedComplaint = fc.record({
  type: fc.constantFrom('custom_validation_failed', 'exception_during_validation', 'invalid_input_type', 'new_kind'),
  message: secretText,
  details: secretText,
  extra_info: fc.record({ input_name: fc.constantFrom('image', 'width'), traceback: fc.array(secretText) }),
})

describe(`${runs.toLocaleString('en')} things that make no sense are survived`, () => {
  it('as bodies of answers, and no error shows a path or a traceback', () => {
    fc.assert(
      fc.property(body, (value) => {
        readQueue(value)
        readStats(value)
        for (const record of [readJob(value), readHistory(value, promptId)]) {
          if (record?.state !== 'ended') continue
          const outcome = outcomeOf(record, { ...context, wasCancelledByUs: false })
          if ('error' in outcome) expectFit(outcome.error)
        }
        expectFit(errorOfRefusal(readRefusal(value), context))
        expectFit(errorOfComplaints(readNodeErrors(value), context))
        expectFit(errorOfExecution(value, { ...context, graph: value }))
      }),
      { numRuns: runs, examples: [[{ error: { type: '/home/jo/comfy/secret/x.safetensors' } }]] },
    )
  })

  it('as complaints and failures with paths and tracebacks in them', () => {
    fc.assert(
      fc.property(shapedFailure, fc.array(shapedComplaint, { minLength: 1, maxLength: 3 }), (failure, errors) => {
        expectFit(errorOfExecution(failure, context))
        const nodeErrors = { '2': { errors, class_type: 'SaveImage', dependent_outputs: [] } }
        const error = { type: 'prompt_outputs_failed_validation', message: 'no', details: 'no', extra_info: {} }
        expectFit(errorOfRefusal(readRefusal({ error, node_errors: nodeErrors }), context))
      }),
      { numRuns: runs },
    )
  })

  it('as text frames', () => {
    const frame = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.tuple(words, body).map(([type, data]) => stringifyJson({ type, data })),
      fc.tuple(body, fc.nat(200)).map(([value, length]) => stringifyJson(value).slice(0, length)),
    )
    fc.assert(
      fc.property(frame, (text) => {
        readTextFrame(text)
        try {
          parseJson(text)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
      { numRuns: runs },
    )
  })

  it('as binary frames and files', async () => {
    const heads = fc.constantFrom(
      '\x00\x00\x00\x01\x00\x00\x00\x01',
      '\x00\x00\x00\x04\x00\x00\x00\x02{}',
      '\x89PNG\r\n\x1a\n',
    )
    const more = fc.constantFrom(
      '\xff\xd8\xff',
      'RIFF\x08\x00\x00\x00WEBP',
      'GIF89a',
      '\x00\x00\x00\x10ftypmp42',
      'fLaC',
      '',
    )
    const bytes = fc
      .tuple(fc.oneof(heads, more), fc.uint8Array({ maxLength: 60 }))
      .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]))
    await fc.assert(
      fc.asyncProperty(bytes, async (value) => {
        readBinaryFrame(value)
        await checkContent(value)
      }),
      { numRuns: runs },
    )
  })
})

it('a server that answers nonsense to everything gets nothing but errors of ours out of the client', async () => {
  let answer: (response: ServerResponse) => void = () => {}
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  const sockets = new WebSocketServer({ server })
  let frame: string | Buffer = ''
  sockets.on('connection', (socket) => socket.send(frame))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const limits = { tries: 1, pollMs: [1], forgottenMs: 1, cancelMs: 5, socketWaitMs: 50, askMs: 1_000 }
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  try {
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(200, 200, 200, 400, 404, 500, 302, 204),
        fc.uint8Array(),
        async (...given) => {
          const [value, status, bytes] = given
          frame = Buffer.from(bytes)
          answer = (response) => void response.writeHead(status).end(status === 204 ? undefined : stringifyJson(value))
          const client = createComfyClient({ url, limits })
          const file = { filename: 'a.png', subfolder: '', type: 'output' } as const
          const calls = [
            client.submit({ graph: colourGraph(1), promptId }),
            client
              .settle(promptId, { deadlineMs: 5 })
              .then((outcome) => 'error' in outcome && expectFit(outcome.error)),
            client.find(promptId),
            client.cancel(promptId),
            client.queue(),
            client.stats(),
            client.models('loras'),
            client.objectInfo(),
            client.free({}),
            client.upload({ name: 'a.png', bytes }),
            client.download(file),
          ]
          for (const settled of await Promise.allSettled(calls)) {
            if (settled.status === 'fulfilled') continue
            expect(isAppError(settled.reason), String(settled.reason)).toBe(true)
            expectFit(settled.reason)
          }
          client.close()
        },
      ),
      { numRuns: 100 },
    )
  } finally {
    sockets.close()
    server.closeAllConnections()
    server.close()
  }
})

function expectFit({ message, suggestion = '', details }: AppError): void {
  const said = `${message} ${suggestion} ${stringifyJson(details)}`
  expect(said).not.toMatch(/secret|Traceback|undefined|\[object/)
}
