import { hash } from 'node:crypto'

/** An id that is the same whenever it is made from the same words. Begins with the time of another id, so that new rows lie together. */
export function idFrom(timeOf: string, words: string): string {
  const digits = hash('sha256', words, 'hex')
  const variant = '89ab'[Number.parseInt(digits.charAt(3), 16) % 4]
  return `${timeOf.slice(0, 13)}-8${digits.slice(0, 3)}-${variant}${digits.slice(4, 7)}-${digits.slice(7, 19)}`
}
