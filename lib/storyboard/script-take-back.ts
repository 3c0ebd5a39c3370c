import type { SectionFields, SentenceFields } from './script-before.ts'

type Change<T> = { id: string; was: T; became: T }
/** The rows to write, and how many of them somebody has changed since. */
type TakenBack<T> = { rows: ({ id: string } & T)[]; keptIds: string[] }

/** What belongs together: a place is a section and a key in it. */
const ofSentence: readonly (readonly (keyof SentenceFields)[])[] = [
  ['text'],
  ['speaker'],
  ['scriptText'],
  ['imagePrompt'],
  ['sectionId', 'position'],
]
const ofSection: readonly (readonly (keyof SectionFields)[])[] = [['title'], ['scriptTitle'], ['position']]

/** Puts back what an import changed in sentences and nobody has changed since. Whatever else happened to them is no reason. */
export function takeBackSentences(
  changes: readonly Change<SentenceFields>[],
  now: ReadonlyMap<string, SentenceFields>,
): TakenBack<SentenceFields> {
  return takeBack(changes, { now, groups: ofSentence })
}

export function takeBackSections(
  changes: readonly Change<SectionFields>[],
  now: ReadonlyMap<string, SectionFields>,
): TakenBack<SectionFields> {
  return takeBack(changes, { now, groups: ofSection })
}

type Current<T> = { now: ReadonlyMap<string, T>; groups: readonly (readonly (keyof T)[])[] }

function takeBack<T extends object>(changes: readonly Change<T>[], { now, groups }: Current<T>): TakenBack<T> {
  const taken: TakenBack<T> = { rows: [], keptIds: [] }
  for (const { id, was, became } of changes) {
    const current = now.get(id)
    // Gone from the board since: it stays as it went.
    if (!current) {
      taken.keptIds.push(id)
      continue
    }
    const next = { ...current }
    let isKept = false
    let isChanged = false
    for (const keys of groups) {
      if (keys.every((key) => was[key] === became[key])) continue
      if (keys.some((key) => current[key] !== became[key])) isKept = true
      else {
        for (const key of keys) next[key] = was[key]
        isChanged = true
      }
    }
    if (isChanged) taken.rows.push({ ...next, id })
    if (isKept) taken.keptIds.push(id)
  }
  return taken
}
