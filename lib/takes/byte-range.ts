import type { ByteRange } from '#lib/runtime/media.ts'

/**
 * The part of a file that a `Range` header asks for. Undefined for the whole: no range, several of them, or none that we
 * understand, as RFC 9110 has it. `none` when the file ends before it.
 */
export function readRange(header: string | null, sizeBytes: number): ByteRange | 'none' | undefined {
  const [, from, to] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? []
  if (from === undefined || to === undefined || (!from && !to)) return undefined
  if (!from) {
    const count = Math.min(Number(to), sizeBytes)
    return count > 0 ? { first: sizeBytes - count, last: sizeBytes - 1 } : 'none'
  }
  if (to && Number(to) < Number(from)) return undefined
  if (Number(from) >= sizeBytes) return 'none'
  return { first: Number(from), last: to ? Math.min(Number(to), sizeBytes - 1) : sizeBytes - 1 }
}

/** Whether `If-None-Match` names the content that the asker has already. */
export function hasSeen(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')))
}
