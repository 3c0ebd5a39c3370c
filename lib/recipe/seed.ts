import { z } from 'zod'

export const maxSeed = 2n ** 64n - 1n
const range = 'A seed is a whole number from 0 to 18446744073709551615.'

/** A seed as programs and forms give it, digits or a number small enough to be exact; as rows keep it, in decimal. */
export const seedText = z.union([z.string(), z.number()], { error: range }).transform((value, { issues }) => {
  const isExact = typeof value !== 'number' || Number.isSafeInteger(value)
  const text = String(value).trim()
  if (isExact && /^\d{1,20}$/.test(text) && BigInt(text) <= maxSeed) return String(BigInt(text))
  const tooLarge = 'A seed this large has to be given as text, because a number loses its last digits.'
  const isLarge = typeof value === 'number' && Number.isInteger(value) && value > 0
  issues.push({ code: 'custom', input: value, message: !isExact && isLarge ? tooLarge : range })
  return z.NEVER
})
