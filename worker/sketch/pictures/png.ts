import { crc32 } from 'node:zlib'
import { type Picture, toSharp } from './images.ts'

/** A PNG with tEXt chunks behind its header, where ComfyUI puts the graph. */
export async function encodePng(picture: Picture, texts: Record<string, string> = {}): Promise<Buffer> {
  const png = await toSharp(picture).png({ compressionLevel: 4 }).toBuffer()
  const chunks = Object.entries(texts).map(([key, text]) => textChunk(key, text))
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)])
}

/** Eight bytes of signature, and IHDR, which is always 25. */
const headerEnd = 33

function textChunk(key: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${key}\0${text}`, 'latin1')
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** As Python writes it, so that every character fits into a tEXt chunk. */
export function toAscii(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
