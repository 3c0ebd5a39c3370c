import { refuseBinary, refuseScript } from './refuse-script.ts'

export type Decoded = { text: string; encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252' }

/** The text in a file, in whichever of the usual encodings it is written. What is no text is refused. */
export function decodeText(bytes: Uint8Array): Decoded {
  const kind = kindOf(bytes)
  if (kind) throw refuseBinary(kind)
  const wide = wideEncodingOf(bytes)
  if (wide) return { text: checked(new TextDecoder(wide).decode(bytes)), encoding: 'UTF-16' }
  try {
    return { text: checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), encoding: 'UTF-8' }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  return { text: decodeWestern(bytes), encoding: 'Windows-1252' }
}

/** What a file says it is by its first bytes. */
function kindOf(bytes: Uint8Array): string | undefined {
  return signatures.find(([start]) => start.every((byte, index) => byte === any || bytes[index] === byte))?.[1]
}

const any = -1
const riff = [0x52, 0x49, 0x46, 0x46, any, any, any, any]
const media = 'a sound, video or WebP file'

/** So much of each that no script begins like it. */
const signatures: readonly (readonly [readonly number[], string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x47, 0x49, 0x46, 0x38, any, 0x61], 'a GIF picture'],
  [[...riff, 0x57, 0x41, 0x56, 0x45], media],
  [[...riff, 0x41, 0x56, 0x49, 0x20], media],
  [[...riff, 0x57, 0x45, 0x42, 0x50], media],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'a PDF file'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP file'],
  [[0x1f, 0x8b], 'a compressed file'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  [[0x4d, 0x5a, 0x90], 'a program'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Word or Excel file'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'an RTF file'],
  [[0x49, 0x44, 0x33, 2], 'a sound file'],
  [[0x49, 0x44, 0x33, 3], 'a sound file'],
  [[0x49, 0x44, 0x33, 4], 'a sound file'],
]

/** By its mark, or because every other byte is nothing: as Latin text in UTF-16 is. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const length = Math.min(bytes.length, sampleBytes) & ~1
  if (length < 4) return undefined
  let [even, odd] = [0, 0]
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
  }
  const pairs = length / 2
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be'
  return undefined
}

const sampleBytes = 4_096

/** Text in a Western language has few letters past ASCII; in another encoding most of them would be, and come out wrong. */
function decodeWestern(bytes: Uint8Array): string {
  const text = checked(new TextDecoder('windows-1252').decode(bytes))
  let foreign = 0
  for (const byte of bytes) if (byte >= 0x80) foreign++
  const isWestern = foreign <= bytes.length * 0.25 && !/[\u0080-\u009f]/u.test(text)
  if (isWestern || bytes.length === 0) return text
  throw refuseScript('The characters of this file cannot be told.', 'Save it as UTF-8 and import it again.')
}

/** Control characters are in no script but in every program. */
function checked(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const found = text.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/gu)?.length ?? 0
  if (text.includes('\0') || found > Math.max(2, text.length * 0.001)) throw refuseBinary('a file of data')
  return text.replace(/^\uFEFF/u, '').toWellFormed()
}
