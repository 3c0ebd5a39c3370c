import { describe, expect, it } from 'vitest'
import { decodeText } from './decode-text.ts'

const words = 'Nóva wartet — “heute”.'
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le')
  return new Uint8Array(isBig ? bytes.swap16() : bytes)
}
const bytes = (...all: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(all.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.from(one)))))

describe('what a file says, in whichever encoding', () => {
  it.each<[string, Uint8Array, string, string]>([
    ['UTF-8', bytes(words), words, 'UTF-8'],
    ['UTF-8 with a mark', bytes([0xef, 0xbb, 0xbf], words), words, 'UTF-8'],
    ['UTF-16, small end first', utf16(`\uFEFF${words}`, false), words, 'UTF-16'],
    ['UTF-16, big end first', utf16(`\uFEFF${words}`, true), words, 'UTF-16'],
    ['UTF-16 without a mark', utf16(words, false), words, 'UTF-16'],
    ['Japanese in UTF-16', utf16('\uFEFF夜になった。', true), '夜になった。', 'UTF-16'],
    ['Windows-1252', bytes('N', [0xf3], 'va wartet ', [0x97, 0x20, 0x93], 'heute', [0x94], '.'), words, 'Windows-1252'],
    ['half of an emoji', utf16('\uFEFFa\ud83d', false), 'a\uFFFD', 'UTF-16'],
    ['nothing', new Uint8Array(), '', 'UTF-8'],
    ['a character called RIFF', bytes('RIFF\nMove over.'), 'RIFF\nMove over.', 'UTF-8'],
    ['a word such as ID3', bytes('ID3 is gone.'), 'ID3 is gone.', 'UTF-8'],
    ['a mark such as MZ', bytes('MZ and GIF89 meet.'), 'MZ and GIF89 meet.', 'UTF-8'],
  ])('%s', (...[, file, text, encoding]) => {
    expect(decodeText(file)).toEqual({ text, encoding })
  })
})

it.each<[string, Uint8Array, string]>([
  ['a picture', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'a PNG picture, not a script'],
  ['a PDF', bytes('%PDF-1.7 ...'), 'a PDF file, not a script'],
  ['a ZIP', bytes([0x50, 0x4b, 3, 4]), 'a ZIP file'],
  ['a sound', bytes('RIFF', [36, 8, 0, 0], 'WAVEfmt '), 'a sound, video or WebP file'],
  ['a WebP picture', bytes('RIFF', [36, 8, 65, 66], 'WEBPVP8 '), 'a sound, video or WebP file'],
  ['another sound', bytes('ID3', [4, 0, 0, 0]), 'a sound file'],
  ['noise', Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 251), 'a file of data'],
  ['nothing but zeros', new Uint8Array(100), 'a file of data'],
  [
    'Russian in an old encoding',
    bytes([0xcd, 0xee, 0xf7, 0xfc, 0x20, 0xef, 0xe0, 0xe4, 0xe0, 0xe5, 0xf2]),
    'cannot be told',
  ],
])('%s is refused in words', (_, file, message) => {
  expect(() => decodeText(file)).toThrow(message)
})
