import { longest } from '../model.ts'
import { createCastFinder } from './cast-in.ts'
import { headingJoint } from './draft-prompt.ts'
import { findProseNames } from './find-prose-names.ts'
import { readSceneHeading } from './scene-heading.ts'
import type { ScriptSection } from './script-model.ts'
import { calmCase, isUnseen, speakerName } from './speaker-name.ts'

/** Somebody or some place the script names. */
export type FoundName = {
  name: string
  kind: 'character' | 'place'
  /** On how many sentences it is set when it comes into the cast; on none when it is only heard. */
  count: number
  /** The script says itself that this is a character: it speaks. */
  isSure: boolean
}

/** More would be no help to anybody. */
const mostOffered = 100

/** Whom and what a script names, those who speak first, then by how often. */
export function findNames(sections: readonly ScriptSection[], language: string): FoundName[] {
  const speakers = countBy(
    sections.flatMap(({ sentences }) => sentences.flatMap(({ speaker }) => (speaker ? [speakerName(speaker)] : []))),
  )
  const texts = sections.flatMap(({ sentences }) =>
    sentences.filter(({ speaker }) => speaker === null || isUnseen(speaker)).map(({ text }) => text),
  )
  const sure = toNames(speakers, { kind: 'character', isSure: true })
  const known = new Set(sure.map(({ name }) => name.toLowerCase()))
  const partOfKnown = (name: string) => [...known].some((one) => one.split(' ').includes(name.toLowerCase()))
  const prose = findProseNames(texts, language)
    .filter(({ name }) => !known.has(name.toLowerCase()) && !partOfKnown(name))
    // Where people are named as in a screenplay, most other names are places and brands.
    .filter(({ count }) => sure.length === 0 || count >= 3)
    .map(
      ({ name, count, isPlace }): FoundName => ({ name, kind: isPlace ? 'place' : 'character', count, isSure: false }),
    )
  const scenes = sections.flatMap(({ title }) => {
    const place = readSceneHeading(title.split(headingJoint).at(-1) ?? '')?.places[0]
    return place ? [calmCase(place)] : []
  })
  const places = toNames(countBy(scenes), { kind: 'place', isSure: true })
  const offered = [...sure, ...prose, ...places].filter(({ name }) => name !== '' && name.length <= longest.castName)
  return countSentences(offered.slice(0, mostOffered), sections)
}

/** As an import sets them, so that the number is what will be. */
function countSentences(names: FoundName[], sections: readonly ScriptSection[]): FoundName[] {
  const castIn = createCastFinder(names.map(({ name, kind }, index) => ({ id: String(index), name, kind })))
  const counts = new Map<string, number>()
  for (const { title, sentences } of sections) {
    for (const sentence of sentences)
      for (const id of castIn(sentence, title)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return names.map((name, index) => ({ ...name, count: counts.get(String(index)) ?? 0 }))
}

function toNames(
  counts: Map<string, { name: string; count: number }>,
  { kind, isSure }: Pick<FoundName, 'kind' | 'isSure'>,
): FoundName[] {
  return [...counts.values()].sort((a, b) => b.count - a.count).map((one) => ({ ...one, kind, isSure }))
}

/** However it is written large or small. */
function countBy(names: readonly string[]): Map<string, { name: string; count: number }> {
  const counts = new Map<string, { name: string; count: number }>()
  for (const name of names) {
    const key = name.toLowerCase()
    const known = counts.get(key)
    if (known) known.count++
    else counts.set(key, { name, count: 1 })
  }
  return counts
}
