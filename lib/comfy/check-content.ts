import { crc32 } from 'node:zlib'
import sharp from 'sharp'

/** What a file turned out to be, or what is wrong with it in a few words that fit a sentence. */
export type Checked = { mimeType: string } | { flaw: string }

/**
 * Looks at the bytes, not at the name: that they are a picture, clip or sound of a known kind, and all there. Pictures
 * are decoded to the last row. A file of another kind passes as it is, unless its name promises a picture or a clip: then
 * something in between has answered in the server's place.
 */
export async function checkContent(bytes: Uint8Array, filename = ''): Promise<Checked> {
  if (bytes.byteLength === 0) return { flaw: 'is empty' }
  const kind = kinds.find(({ looksLike }) => looksLike(bytes))
  const promised = promisedKind(filename)
  if (promised && !kind?.mimeType.startsWith(`${promised}/`)) {
    return { flaw: promised === 'image' ? 'is not a picture' : 'is not a video' }
  }
  if (!kind) return { mimeType: 'application/octet-stream' }
  const flaw = kind.findFlaw(bytes)
  if (flaw) return { flaw }
  if (kind.mimeType.startsWith('image/') && !(await isDecodable(bytes))) return { flaw: 'is damaged' }
  return { mimeType: kind.mimeType }
}

function promisedKind(filename: string): 'image' | 'video' | undefined {
  if (/\.(png|jpe?g|webp|gif)$/i.test(filename)) return 'image'
  return /\.(mp4|webm)$/i.test(filename) ? 'video' : undefined
}

type Kind = {
  mimeType: string
  looksLike(bytes: Uint8Array): boolean
  findFlaw(bytes: Uint8Array): string | undefined
}

const cutOff = 'is cut off'
const damaged = 'is damaged'

const kinds: readonly Kind[] = [
  { mimeType: 'image/png', looksLike: (bytes) => startsWith(bytes, '\x89PNG\r\n\x1a\n'), findFlaw: findPngFlaw },
  {
    mimeType: 'image/jpeg',
    looksLike: (bytes) => startsWith(bytes, '\xff\xd8\xff'),
    findFlaw: (bytes) => (bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9 ? undefined : cutOff),
  },
  { mimeType: 'image/webp', looksLike: (bytes) => isRiff(bytes, 'WEBP'), findFlaw: findRiffFlaw },
  {
    mimeType: 'image/gif',
    looksLike: (bytes) => startsWith(bytes, 'GIF8'),
    findFlaw: (bytes) => (bytes.at(-1) === 0x3b ? undefined : cutOff),
  },
  { mimeType: 'video/mp4', looksLike: (bytes) => textAt(bytes, 4, 4) === 'ftyp', findFlaw: findMp4Flaw },
  {
    mimeType: 'video/webm',
    looksLike: (bytes) => startsWith(bytes, '\x1a\x45\xdf\xa3'),
    findFlaw: () => undefined,
  },
  { mimeType: 'audio/flac', looksLike: (bytes) => startsWith(bytes, 'fLaC'), findFlaw: () => undefined },
  { mimeType: 'audio/ogg', looksLike: (bytes) => startsWith(bytes, 'OggS'), findFlaw: () => undefined },
  { mimeType: 'audio/mpeg', looksLike: (bytes) => startsWith(bytes, 'ID3'), findFlaw: () => undefined },
  { mimeType: 'audio/wav', looksLike: (bytes) => isRiff(bytes, 'WAVE'), findFlaw: findRiffFlaw },
]

/** Every chunk has a checksum, and the last one says that it is the last. */
function findPngFlaw(bytes: Uint8Array): string | undefined {
  const view = viewOf(bytes)
  for (let at = 8; at + 12 <= bytes.byteLength; ) {
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.byteLength) return cutOff
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return damaged
    if (textAt(bytes, at + 4, 4) === 'IEND') return undefined
    at = end
  }
  return cutOff
}

function findRiffFlaw(bytes: Uint8Array): string | undefined {
  return viewOf(bytes).getUint32(4, true) + 8 > bytes.byteLength ? cutOff : undefined
}

/** The boxes follow one another to the end, and one of them is the index without which nothing plays. */
function findMp4Flaw(bytes: Uint8Array): string | undefined {
  const view = viewOf(bytes)
  let hasIndex = false
  for (let at = 0; at < bytes.byteLength; ) {
    if (at + 16 > bytes.byteLength && at + 8 !== bytes.byteLength) return cutOff
    const short = view.getUint32(at)
    hasIndex ||= ['moov', 'moof'].includes(textAt(bytes, at + 4, 4))
    // 0 is "to the end of the file", 1 is "a longer number follows".
    const length = short === 0 ? bytes.byteLength - at : short === 1 ? Number(view.getBigUint64(at + 8)) : short
    if (length < 8) return damaged
    at += length
    if (at > bytes.byteLength) return cutOff
  }
  return hasIndex ? undefined : cutOff
}

async function isDecodable(bytes: Uint8Array): Promise<boolean> {
  try {
    // 16384 pixels a side is the most that ComfyUI makes.
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: 16_384 ** 2, sequentialRead: true })
    // Made small because that needs every row and holds only a few of them.
    await image.resize(8, 8, { fit: 'fill' }).raw().toBuffer()
    return true
  } catch {
    return false
  }
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return textAt(bytes, 0, signature.length) === signature
}

function isRiff(bytes: Uint8Array, form: string): boolean {
  return startsWith(bytes, 'RIFF') && textAt(bytes, 8, 4) === form
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
