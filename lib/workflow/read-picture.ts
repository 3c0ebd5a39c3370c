/** The graph that ComfyUI writes into the pictures it saves, as text. Undefined when the picture has none. */
export function readGraphOfPng(bytes: Uint8Array): string | undefined {
  if (!isPng(bytes)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const type = latin1.decode(bytes.subarray(at + 4, at + 8))
    const end = at + 8 + length
    if (type === 'IEND' || end + 4 > bytes.length) return undefined
    if (type === 'tEXt') {
      const text = latin1.decode(bytes.subarray(at + 8, end))
      if (text.startsWith('prompt\0')) return text.slice('prompt\0'.length)
    }
    at = end + 4
  }
  return undefined
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const latin1 = new TextDecoder('latin1')

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
