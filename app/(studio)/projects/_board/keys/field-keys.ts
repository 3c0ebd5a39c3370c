import { isChord } from '#app/_ui/chord.ts'

/** What the keys do in the words of a sentence. The sheet shows these lines, and the fields obey them. */
export const sentenceKeys = [
  { act: 'add', keys: '↵', title: 'Write another below' },
  { act: 'open', keys: 'Alt ↵', title: 'Open its picture and prompt' },
  { act: 'previous', keys: '↑', title: 'Go to the sentence before, from its beginning' },
  { act: 'next', keys: '↓', title: 'Go to the sentence after, from its end' },
  { act: 'up', keys: 'Alt ↑', title: 'Move up' },
  { act: 'down', keys: 'Alt ↓', title: 'Move down' },
  { act: 'split', keys: 'Ctrl ↵', title: 'Split where the caret stands' },
  { act: 'merge', keys: '⌫', title: 'Join to the sentence before, from its beginning' },
  { act: 'remove', keys: 'Alt ⌫', title: 'Delete the sentence' },
  { act: 'discard', keys: 'Esc', title: 'Forget what was just typed, then leave the field' },
] as const

/** In the prompt of a row. */
export const promptKeys = [
  { act: 'make', keys: 'Ctrl ↵', title: 'Make the picture' },
  { act: 'open', keys: 'Alt ↵', title: 'Open the sentence' },
  { act: 'previous', keys: '↑', title: 'Go to the prompt before, from its beginning' },
  { act: 'next', keys: '↓', title: 'Go to the prompt after, from its end' },
  { act: 'discard', keys: 'Esc', title: 'Leave the field' },
] as const

/** On the number of a sentence; `carrying` obeys them. */
export const carryKeys = [
  { keys: 'Space', title: 'Pick it up, and drop it' },
  { keys: '↑ or ↓', title: 'Move it' },
  { keys: 'Home or End', title: 'To the first or the last place' },
  { keys: 'Esc', title: 'Put it back' },
] as const

/** On a take in the strip. */
export const takeKeys = [
  { act: 'look', keys: 'V', title: 'Show it in full size, without choosing it' },
  { act: 'favourite', keys: 'F', title: 'Mark it as a favourite' },
  { act: 'lock', keys: 'L', title: 'Lock or unlock it' },
  { act: 'remove', keys: 'Del', title: 'Delete it' },
] as const

/** With a take in full size. What has the same title is the same. */
export const fullSizeKeys = [
  { act: 'newer', keys: '←', title: 'The take before, without choosing it' },
  { act: 'older', keys: '→', title: 'The take after' },
  { act: 'choose', keys: '↵', title: 'Use this one' },
  { act: 'favourite', keys: 'F', title: 'Mark it as a favourite' },
  { act: 'next', keys: 'J', title: 'The sentence after' },
  { act: 'next', keys: '↓', title: 'The sentence after' },
  { act: 'previous', keys: 'K', title: 'The sentence before' },
  { act: 'previous', keys: '↑', title: 'The sentence before' },
  { act: 'zoom', keys: 'Z', title: 'Pixel for pixel, and back' },
  { act: 'left', keys: 'Shift ←', title: 'Scroll sideways, pixel for pixel' },
  { act: 'right', keys: 'Shift →', title: 'Scroll sideways, pixel for pixel' },
  { act: 'back', keys: 'Esc', title: 'Back to the inspector' },
] as const

type Press = Parameters<typeof isChord>[1]

/** What a key press means, if anything. */
export function actOf<T extends string>(keys: readonly { act: T; keys: string }[], press: Press): T | undefined {
  return keys.find((one) => isChord(one.keys, press))?.act
}

/** Some keys have their usual meaning but at the ends of a field. */
export function isAtEdge(field: HTMLTextAreaElement, act: string): boolean {
  if (act === 'previous') return field.selectionEnd === 0
  if (act === 'merge') return field.selectionEnd === 0 && field.value !== ''
  return act !== 'next' || field.selectionStart === field.value.length
}
