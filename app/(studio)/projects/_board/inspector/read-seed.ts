import { maxSeed, seedText } from '#lib/recipe/seed.ts'

/** What stands in the seed's field: nothing, a seed in its plain form, or something else. */
export type SeedEntry = { kind: 'random' } | { kind: 'seed'; seed: string } | { kind: 'wrong'; message: string }

export function readSeed(text: string): SeedEntry {
  if (text.trim() === '') return { kind: 'random' }
  const parsed = seedText.safeParse(text)
  if (parsed.success) return { kind: 'seed', seed: String(parsed.data) }
  return { kind: 'wrong', message: parsed.error.issues[0]?.message ?? `A seed goes from 0 to ${maxSeed}.` }
}

export function drawSeed(): string {
  return String(crypto.getRandomValues(new BigUint64Array(1))[0])
}
