import { expect, it } from 'vitest'
import { emptyBoard, idOf } from '#lib/testing/boards.ts'
import { emptyHistory, putBefore, remember, stepBack, undo } from '../_board/history.ts'
import { readActs, writeActs } from '../_board/history-store.ts'
import { forgetImport, rememberImport } from './import-act.ts'

const version = { id: idOf(9), projectId: emptyBoard.project.id }
const takeBack = { kind: 'script.takeBack', ...version } as const
const imported = rememberImport(emptyHistory, version, 1)
const rename = { kind: 'section.add', id: idOf(11), projectId: version.projectId, title: 'Later' } as const
const later = remember(imported, stepBack({ board: emptyBoard, edits: [rename], label: 'adding a section', at: 2 }))

it('is taken back as the last act, once, and is not done again by itself', () => {
  const turned = undo(imported, emptyBoard)
  expect(turned).toMatchObject({ label: 'importing the script', result: { edits: [takeBack] } })
  expect(turned?.history).toEqual(emptyHistory)
})

it('comes after what was done since', () => {
  const first = undo(later, emptyBoard)
  expect(first?.label).toBe('adding a section')
  expect(first && undo(first.history, emptyBoard)?.label).toBe('importing the script')
})

it('is forgotten when it was taken back in another way, and nothing else is', () => {
  expect(forgetImport(later, version).undo.map(({ label }) => label)).toEqual(['adding a section'])
  expect(forgetImport(later, { id: idOf(8) })).toEqual(later)
})

it('comes after what was done before a reload, also when that is found later', () => {
  const added = stepBack({ board: emptyBoard, edits: [rename], label: 'adding a section', at: 0 })
  const before = remember(emptyHistory, added)
  expect(putBefore(imported, before)).toEqual(rememberImport(before, version, 1))
  expect(putBefore(emptyHistory, { ...before, redo: [added] })).toEqual({ ...before, redo: [added] })
  const undone = undo(imported, emptyBoard)?.history ?? imported
  expect(putBefore(undone, { ...before, redo: [added] })).toEqual({ ...before, redo: undone.redo })
})

it('is kept over a reload', () => {
  const kept = readActs(writeActs({ history: imported, places: new Map(), tabId: 'a' }))
  expect(kept?.history).toEqual(imported)
})
