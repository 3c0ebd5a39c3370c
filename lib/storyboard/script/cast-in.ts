import { headingJoint } from './draft-prompt.ts'
import { isUnseen, speakerName } from './speaker-name.ts'

export type Named = { id: string; name: string; kind: 'character' | 'place' | 'prop' }
type Spoken = { text: string; speaker: string | null }

/**
 * Who is in the picture of a sentence: whoever says it, or whoever it names outside of what is said. A place is in every
 * sentence below a heading that names it. Made once for a cast, asked for each sentence.
 */
export function createCastFinder(cast: readonly Named[]): (sentence: Spoken, heading: string) => string[] {
  const bySpeaker = new Map(cast.map(({ id, name }) => [name.toLowerCase(), id]))
  const people = cast
    .filter(({ kind }) => kind !== 'place')
    .map(({ id, name }) => ({ id, name, upper: name.toUpperCase(), pattern: patternOf(name) }))
  const places = cast.filter(({ kind }) => kind === 'place').map(({ id, name }) => ({ id, name: name.toLowerCase() }))
  return ({ text, speaker }, heading) => {
    const scene = (heading.split(headingJoint).at(-1) ?? '').toLowerCase()
    const where = places.filter(({ name }) => isPartOf(scene, name)).map(({ id }) => id)
    if (speaker && !isUnseen(speaker)) {
      const id = bySpeaker.get(speakerName(speaker).toLowerCase())
      return id ? [id, ...where] : where
    }
    const seen = text.replace(quoted, ' ')
    // Most are in few sentences: what is surely not there needs no pattern.
    const named = people.filter(({ name, upper }) => seen.includes(name) || seen.includes(upper))
    return [...named.filter(({ pattern }) => pattern.test(seen)).map(({ id }) => id), ...where]
  }
}

const quoted = /“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*"|「[^」]*」/gu

/** As it is written or in capitals, as a word by itself; letters that are written without spaces have no such edge. */
function patternOf(name: string): RegExp {
  const words = [...new Set([name, name.toUpperCase()])].map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&'))
  const isSpaced = !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(name)
  const edge = isSpaced ? ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'] : ['', '']
  return new RegExp(`${edge[0]}(?:${words.join('|')})${edge[1]}`, 'u')
}

function isPartOf(heading: string, place: string): boolean {
  const at = heading.indexOf(place)
  if (at < 0) return false
  return !/\p{L}$/u.test(heading.slice(0, at)) && !/^\p{L}/u.test(heading.slice(at + place.length))
}
