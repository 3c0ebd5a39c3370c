import type { Conflict } from './outbox-model.ts'

export type Undecided = {
  /** Undefined for a sentence that the board does not show. */
  number: number | undefined
  what: 'text' | 'prompt'
  by: Conflict['by']
}

/** That there are two texts to choose from, for whoever looks elsewhere. */
export function describeUndecided(all: readonly Undecided[]): { title: string; description: string } {
  const [only] = all
  const writers = new Set(all.map(({ by }) => by ?? 'Someone else'))
  const [writer = 'Someone else'] = writers.size === 1 ? writers : []
  const description = `${writers.size > 1 ? 'Others' : writer} changed the same words as you. Yours are not saved until you choose.`
  if (all.length > 1 || !only) return { title: `Two texts each in ${all.length} places`, description }
  const where = only.number === undefined ? 'a sentence' : `sentence ${only.number}`
  return { title: `Two ${only.what === 'prompt' ? 'prompts' : 'texts'} for ${where}`, description }
}
