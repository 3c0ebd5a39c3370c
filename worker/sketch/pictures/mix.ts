import type { Picture } from './images.ts'

/** One picture fading into another of the same size. */
export function mixPictures({ from, to, at }: { from: Picture; to: Picture; at: number }): Picture {
  if (at <= 0) return from
  if (at >= 1) return to
  const share = Math.round(at * 256)
  const data = new Uint8Array(from.data.length)
  for (let index = 0; index < data.length; index++) {
    const [a, b] = [from.data[index] ?? 0, to.data[index] ?? 0]
    data[index] = a + (((b - a) * share) >> 8)
  }
  return { width: from.width, height: from.height, data }
}
