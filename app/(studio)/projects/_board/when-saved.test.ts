import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { conflict, done, first, open, rename, typed } from './outbox.fixture.ts'
import { whenSaved } from './when-saved.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('with nothing on its way, the sentence is saved', async () => {
  const { outbox } = open()
  expect(await whenSaved(outbox, first)).toBeUndefined()
})

test('what was just typed is sent at once and waited for, what comes behind it is not', async () => {
  const { outbox, sent, answer } = open()
  outbox.add([typed('a lamp', '')], { isTyping: true })
  const saved = whenSaved(outbox, first)
  outbox.add([typed('elsewhere', '', idOf(22))])
  expect(sent).toHaveLength(1)
  await answer(done)
  expect(await saved).toBeUndefined()
  expect(outbox.getState().pending).toHaveLength(1)
})

test('a sentence that is still being added is waited for', async () => {
  const { outbox, answer } = open()
  outbox.add([{ kind: 'sentence.add', sectionId: idOf(11), sentences: [{ id: first, text: 'One.' }] }])
  const saved = whenSaved(outbox, first)
  await answer(done)
  expect(await saved).toBeUndefined()
})

test('while the line is down, the answer is that it is not saved', async () => {
  const { outbox, answer, close } = open()
  outbox.add([typed('a lamp', '')])
  const saved = whenSaved(outbox, first)
  await answer({ kind: 'later' })
  expect(await saved).toMatchObject({ code: 'UNAVAILABLE' })
  close()
})

test('a prompt of which a person has to choose is not saved, another text does not matter', async () => {
  const { outbox, answer } = open()
  const edit = { ...typed('mine', 'base'), field: 'imagePrompt' as const }
  outbox.add([typed('mine', 'base'), edit, rename('a')])
  const saved = whenSaved(outbox, first)
  await answer(conflict)
  await answer(conflict)
  expect(await saved).toMatchObject({ code: 'CONFLICT' })
  outbox.settleConflict(`${first} imagePrompt`)
  expect(await whenSaved(outbox, first)).toBeUndefined()
})
