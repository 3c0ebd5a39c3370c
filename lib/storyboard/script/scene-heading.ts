/** What a heading such as "INT. KITCHEN - NIGHT" says of where and when. */
export type SceneHeading = {
  setting: 'interior' | 'exterior' | 'both' | null
  /** From the large to the small or the other way round, as written. */
  places: string[]
  /** Empty when it says none, or only that time goes on. */
  time: string
}

/** Undefined for a heading that names no place, such as "Chapter 3". */
export function readSceneHeading(line: string): SceneHeading | undefined {
  const found = line.length <= longestHeading ? opening.exec(line.trim()) : null
  if (!found) return undefined
  const [whole, large, small] = found
  const mark = large ?? small ?? ''
  const rest = line
    .trim()
    .slice(whole.length)
    .replace(/#[^#]*#\s*$/u, '')
  const parts = rest
    .split(/\s+[-–—]+\s+|\s*[–—]\s*/u)
    .map((part) => part.replace(/^[\s.,-]+|[\s.,-]+$/gu, ''))
    .filter((part) => part !== '')
  const last = parts.length > 1 || parts.some(isTime) ? parts.at(-1) : undefined
  const hasTime = last !== undefined && (isTime(last) || goesOn.test(last))
  return {
    setting: settingOf(mark),
    places: (hasTime ? parts.slice(0, -1) : parts).filter((part) => !goesOn.test(part)),
    time: hasTime && !goesOn.test(last) ? last : '',
  }
}

/** Whether a line opens a scene, as Fountain and most screenplays write it. */
export function isSceneHeading(line: string): boolean {
  if (line.length > longestHeading) return false
  return opening.test(line.trim()) && /\p{L}/u.test(line.trim().replace(opening, ''))
}

// A longer line is text that begins like one.
const longestHeading = 300

// A number in front is the scene's. In lower case only with the full stop: "int" and "est" begin sentences too.
const marks =
  'INT\\.?\\s?/\\s?EXT|EXT\\.?\\s?/\\s?INT|I\\s?/\\s?E|INT|EXT|EST|INNEN\\s?/\\s?AU(?:SS|ß|ẞ)EN|INNEN|AU(?:SS|ß|ẞ)EN'
const opening = new RegExp(
  `^(?:\\d+[A-Za-z]?[.)]?\\s+)?(?:(${marks})(?:\\.|\\s|:)|(${marks.toLowerCase()}|Int|Ext|Est|Int\\./Ext)\\.)\\s*`,
  'u',
)

function settingOf(mark: string): SceneHeading['setting'] {
  const words = mark.toUpperCase()
  const isIn = /INT|INNEN|I\s?\//u.test(words)
  const isOut = /EXT|EST|AU|\/\s?E/u.test(words)
  if (isIn && isOut) return 'both'
  return isIn ? 'interior' : isOut ? 'exterior' : null
}

const times = new RegExp(
  `(?:^|\\P{L})(?:${[
    'day|night|morning|evening|afternoon|noon|midday|midnight|dawn|dusk|sunset|sunrise|twilight|daybreak|nightfall|magic hour',
    'tag|nacht|morgen|abend|mittag|nachmittag|dämmerung|mitternacht|morgengrauen',
    'jour|nuit|matin|soir|midi|minuit|aube|crépuscule',
    'día|dia|noche|mañana|tarde|mediodía|medianoche|amanecer|atardecer|anochecer',
    'giorno|notte|mattina|sera|pomeriggio|alba|tramonto|noite|manhã|ochtend|avond|middag',
  ].join('|')})(?:\\P{L}|$)`,
  'iu',
)

function isTime(part: string): boolean {
  return times.test(part) && part.split(/\s+/u).length <= 4
}

/** Says when beside the scene before, which no picture shows. */
const goesOn =
  /^(?:continuous|later|moments? later|minutes later|hours later|same|same time|cont['’]?d|continued|später|weiter|gleich darauf|fortlaufend|plus tard|suite|continu|más tarde|continuo|dopo|later that \p{L}+)$/iu
