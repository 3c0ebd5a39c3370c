import { expect, test } from 'vitest'
import { isAppError } from '#lib/runtime/errors.ts'
import { bindInput, toRequest } from './bind-input.ts'
import { findDoubtful } from './doubtful.ts'
import { readArgs } from './read-args.ts'
import { bindOne } from './workflows-bind.ts'
import { listAll } from './workflows-list.ts'

function complaint(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (isAppError(error)) return `${error.message} ${error.suggestion}`
    throw error
  }
  return ''
}

test('options and the place may come in any order, and some more than once', () => {
  const args = ['--lora', 'a:1', 'flux-2', '--prompt=--bold', '--lora', 'b', '--json']
  expect(readArgs(bindOne, args)).toEqual({ id: 'flux-2', prompt: '--bold', lora: ['a:1', 'b'], json: true })
  expect(readArgs(bindOne, ['flux-2', '--cfg', '-1'])).toEqual({ id: 'flux-2', cfg: '-1' })
  expect(readArgs(bindOne, ['-h'])).toEqual({ help: true })
})

test.each([
  [['x', '--sead', '5'], /There is no option --sead\. Did you mean --seed\?.*--prompt, --negative, --seed/],
  [['x', '-q'], /There is no option -q/],
  [['x', '--constructor', '5'], /There is no option --constructor/],
  [['x', '--prompt', '--seed', '5'], /--prompt needs a value/],
  [['x', '--prompt'], /--prompt needs a value/],
  [['x', '--json=yes'], /--json takes no value/],
  [['x', '--seed', '1', '--seed', '2'], /--seed is there twice/],
  [['x', 'y'], /what to do with y.*quotes/],
  [[], /ID is missing/],
])('what is wrong with %j is said by name', (args, expected) => {
  expect(complaint(() => readArgs(bindOne, args))).toMatch(expected)
})

test('a command without a place takes no words', () => {
  expect(complaint(() => readArgs(listAll, ['more']))).toMatch(/does not know what to do with more/)
})

test('what was typed becomes a request, exactly', () => {
  const input = bindInput.parse({
    ...{ id: 'flux-2', seed: '18446744073709551615', size: '1920x1080', steps: '12', cfg: '3.5', denoise: '0.4' },
    lora: ['ink.safetensors:-0.5', 'C:\\loras\\a.safetensors:1', 'plain.safetensors'],
    reference: ['face.png', 'coat.png:0.5'],
    control: ['pose:a:b.png', 'depth:far.png:0.6'],
    ...{ init: 'start.png', end: 'end.png', video: 'clip.mp4', model: 'm.safetensors', 'source-fps': '23.976' },
    keyframe: ['0:dawn: red', '24:night'],
  })
  expect(toRequest(input)).toEqual({
    ...{ seed: 2n ** 64n - 1n, size: { width: 1920, height: 1080 }, steps: 12, cfg: 3.5, denoise: 0.4 },
    loras: [
      { name: 'ink.safetensors', weight: -0.5 },
      { name: 'C:\\loras\\a.safetensors', weight: 1 },
      { name: 'plain.safetensors', weight: 1 },
    ],
    references: [{ image: 'face.png' }, { image: 'coat.png', weight: 0.5 }],
    control: [
      { kind: 'pose', image: 'a:b.png' },
      { kind: 'depth', image: 'far.png', strength: 0.6 },
    ],
    ...{ initImage: 'start.png', endImage: 'end.png', video: 'clip.mp4', model: 'm.safetensors', sourceFps: 23.976 },
    keyframes: [
      { frame: 0, prompt: 'dawn: red' },
      { frame: 24, prompt: 'night' },
    ],
  })
})

test('a size says which of its sides is wrong', () => {
  const said = bindInput.safeParse({ id: 'x', size: '1920x99999' }).error?.issues.map(({ message }) => message)
  expect(said).toEqual(['cannot have a height of 99999: a side has 1 to 16384 pixels'])
})

test('what looks like a slip is said', () => {
  const doubts = findDoubtful({
    loras: [
      { name: 'ink', weight: 1 },
      { name: 'face.safetensors', weight: 1 },
    ],
    references: [{ image: 'face.png' }, { image: 'notes.txt' }, { image: 'out.png [output]' }],
    ...{ initImage: 'clip.mp4', video: 'clip.mp4' },
  })
  expect(doubts).toEqual([
    expect.stringMatching(/LoRA ink has no ending.*ink\.safetensors/),
    'notes.txt does not look like the name of a picture.',
    'clip.mp4 does not look like the name of a picture.',
  ])
})

test.each([
  { seed: '18446744073709551616' },
  { seed: '-1' },
  { size: '1920' },
  { size: '1920x0' },
  { prompt: '' },
  { prompt: ' ' },
  { keyframe: ['night'] },
  { keyframe: ['3:'] },
  { steps: '2.5' },
  { cfg: 'high' },
  { lora: ['ink.safetensors:strong'] },
  { lora: [':1'] },
  { control: ['pose'] },
  { control: ['face:a.png'] },
])('%j is refused', (typed) => {
  expect(bindInput.safeParse({ id: 'flux-2', ...typed }).success).toBe(false)
})
