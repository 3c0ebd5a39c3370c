import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { type LiveEvent, liveEvents, parseNotification, roomsOf } from './catalogue.ts'

const [id, projectId, teamId] = [idOf(1), idOf(2), idOf(3)]

const events: LiveEvent[] = [
  { type: 'project.updated', teamId, projectId, version: 1 },
  { type: 'section.updated', projectId, id, version: 2 },
  { type: 'sentence.updated', projectId, id, version: 3 },
  { type: 'board.changed', projectId },
  {
    ...{ type: 'job.updated', projectId, id, sentenceId: id, kind: 'image', state: 'failed', version: 4 },
    error: { code: 'OUT_OF_MEMORY', message: 'The GPU ran out of memory.', suggestion: 'Render smaller.' },
  },
  {
    ...{ type: 'job.progress', projectId, id, sentenceId: null, value: 3, max: 20, percent: 17 },
    ...{ node: 'KSampler', secondsLeft: null },
  },
  { type: 'job.preview', id, mediaType: 'image/webp', data: 'UklGRg==' },
  { type: 'take.created', projectId, id, sentenceId: id, jobId: id, kind: 'image' },
  { type: 'take.updated', projectId, id, sentenceId: id },
  { type: 'node.updated', id: 'desk' },
  { type: 'fleet.doubted', workflow: 'flux-2' },
  { type: 'queue.updated', hasNew: true },
  { type: 'batch.updated', projectId, id },
  { type: 'system.updated', kind: 'web' },
]

type Sent = [LiveEvent | undefined, string[]]

it('these tests know every event', () => {
  expect(events.map((event) => event.type)).toEqual(Object.keys(liveEvents))
})

it.each([
  [events[0], [`team:${teamId}`, `project:${projectId}`]],
  [events[1], [`project:${projectId}`]],
  [events[2], [`project:${projectId}`]],
  [events[3], [`project:${projectId}`]],
  ...[4, 5].map((index): Sent => [events[index], [`project:${projectId}`, `job:${id}`]]),
  [events[6], [`job:${id}`]],
  ...[7, 8, 12].map((index): Sent => [events[index], [`project:${projectId}`]]),
  ...[9, 11, 13].map((index): Sent => [events[index], ['system']]),
  [events[10], []],
])('roomsOf %j', (event, rooms) => {
  expect(event && roomsOf(event)).toEqual(rooms)
})

describe('parseNotification', () => {
  it('reads what was sent', () => {
    expect(parseNotification(JSON.stringify(events))).toEqual(events)
  })

  it('leaves out what a newer version sends, and keeps the rest', () => {
    const unknown = [
      { type: 'galaxy.created', id },
      { ...events[3], more: 'than we know' },
    ]
    expect(parseNotification(JSON.stringify(unknown))).toEqual([events[3]])
  })

  it.each([
    ['no list', { type: 'board.changed', projectId }],
    ['nothing', null],
    [
      'odd things in a list',
      [null, 1, 'board.changed', [], {}, { type: 7 }, { type: 'toString' }, { type: '__proto__' }],
    ],
    ['an event without its ids', [{ type: 'board.changed' }]],
    ['ids that are none', [{ type: 'board.changed', projectId: 'x' }]],
    ['versions that are none', [0, -1, 1.5, '1', null].map((version) => ({ ...events[1], version }))],
  ])('takes nothing from %s', (_, payload) => {
    expect(parseNotification(JSON.stringify(payload))).toEqual([])
  })

  it('takes only known events from any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (payload) => {
        expect(parseNotification(payload)).toEqual([])
      }),
    )
  })
})
