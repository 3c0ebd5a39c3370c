import { describe, expect, it } from 'vitest'
import { readBinaryFrame, readTextFrame } from './messages.ts'

const promptId = '00000000-0000-4000-8000-000000000001'
const text = (type: string, data: object) => readTextFrame(JSON.stringify({ type, data }))

describe('readTextFrame', () => {
  it.each<[string, object, object]>([
    ['execution_start', { timestamp: 1 }, { type: 'started' }],
    ['execution_cached', { nodes: ['1', 2] }, { type: 'cached', nodeIds: ['1'] }],
    ['executing', { node: '7.0.1', display_node: '7' }, { type: 'node', nodeId: '7' }],
    ['executing', { node: null }, { type: 'ended' }],
    ['progress', { node: '5', value: 3, max: 20 }, { type: 'progress', nodeId: '5', value: 3, max: 20 }],
    [
      'progress_state',
      { nodes: { 5: { value: 1, max: 1, state: 'finished', display_node_id: '5' }, 6: null } },
      { type: 'nodes', nodes: [{ nodeId: '5', value: 1, max: 1, isFinished: true }] },
    ],
    [
      'executed',
      { node: '3', display_node: '3', output: { gifs: [{ filename: 'a.mp4', fullpath: '/srv/a.mp4' }], text: ['hi'] } },
      {
        type: 'output',
        nodeId: '3',
        files: [{ nodeId: '3', kind: 'video', filename: 'a.mp4', subfolder: '', type: 'output' }],
        texts: [{ nodeId: '3', text: 'hi' }],
      },
    ],
    ['executed', { node: '3', output: null }, { type: 'output', nodeId: '3', files: [], texts: [] }],
    ['execution_success', {}, { type: 'succeeded' }],
    ['execution_error', { node_id: '4', node_type: 'X' }, { type: 'failed', nodeId: '4', nodeClass: 'X' }],
    ['execution_interrupted', { node_id: '4' }, { type: 'interrupted' }],
  ])('understands %s', (type, data, event) => {
    expect(text(type, { prompt_id: promptId, ...data })).toEqual({ promptId, event })
  })

  it('understands NaN', () => {
    const frame = `{"type":"progress","data":{"prompt_id":"${promptId}","node":"1","value":NaN,"max":2}}`
    expect(readTextFrame(frame)).toMatchObject({ event: { type: 'progress', value: 0, max: 2 } })
  })

  it('passes over what is of no prompt, of an unknown type, or a block after which the run goes on', () => {
    expect(text('executing', { node: '3' })).toBeUndefined()
    expect(text('status', { status: { exec_info: { queue_remaining: 1 } } })).toBeUndefined()
    expect(text('crystools.monitor', { prompt_id: promptId })).toBeUndefined()
    expect(text('execution_error', { prompt_id: promptId, exception_type: 'ExecutionBlocked' })).toBeUndefined()
    for (const bad of ['', '[]', 'null', '{"type":1}', '{"data":[]}']) expect(readTextFrame(bad)).toBeUndefined()
  })
})

describe('readBinaryFrame', () => {
  const picture = Buffer.from('picture')
  const frame = (kind: number, second: number, rest: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(kind, 0)
    head.writeUInt32BE(second, 4)
    return Buffer.concat([head, rest])
  }
  const about = Buffer.from(
    JSON.stringify({ node_id: '7.1', display_node_id: '7', prompt_id: promptId, image_type: 'image/png' }),
  )

  it('understands previews of both kinds', () => {
    expect(readBinaryFrame(frame(1, 1, picture))).toEqual({
      promptId: undefined,
      event: { type: 'preview', nodeId: undefined, mimeType: 'image/jpeg', bytes: picture },
    })
    expect(readBinaryFrame(frame(4, about.length, Buffer.concat([about, picture])))).toEqual({
      promptId,
      event: { type: 'preview', nodeId: '7', mimeType: 'image/png', bytes: picture },
    })
  })

  it('passes over what is short, of another kind, or without a picture', () => {
    const bad = [
      ...[Buffer.alloc(0), Buffer.alloc(7), frame(1, 9, picture), frame(1, 1, Buffer.alloc(0))],
      ...[frame(3, 1, picture), frame(4, 4_000_000_000, about), frame(4, about.length, about), frame(4, 3, about)],
    ]
    for (const bytes of bad) expect(readBinaryFrame(bytes)).toBeUndefined()
  })
})
