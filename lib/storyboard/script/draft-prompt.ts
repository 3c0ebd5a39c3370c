import { readSceneHeading } from './scene-heading.ts'
import { calmCase, isUnseen, speakerName } from './speaker-name.ts'

export type Drafted = {
  text: string
  /** The heading it stands under: only where a scene is named does it say something. */
  heading: string | null
  /** A language tag such as "en" or "pt-BR". */
  language: string
  speaker?: string | null | undefined
}

/**
 * A first prompt for a sentence: where and when its scene is, then what is seen, in its own words. The scene and only the scene:
 * how somebody looks and in which style it is drawn is added when a picture is made.
 */
export function draftPrompt({ text, heading, language, speaker = null }: Drafted): string {
  const words = wordsFor(language)
  const where = heading ? describeScene(heading, { words, language }) : ''
  const seen = speaker && !isUnseen(speaker) ? describeSpeaking(text, speaker, words) : describeAction(text, words)
  return [where, seen].filter((part) => part !== '').join(': ')
}

type Words = { interior: string; exterior: string; both: string; speaking: string; somebody: string }

const english: Words = {
  interior: 'interior',
  exterior: 'exterior',
  both: 'interior and exterior',
  speaking: 'speaking',
  somebody: 'somebody',
}
const others: Record<string, Words> = {
  de: { interior: 'innen', exterior: 'außen', both: 'innen und außen', speaking: 'spricht', somebody: 'jemand' },
  fr: {
    interior: 'intérieur',
    exterior: 'extérieur',
    both: 'intérieur et extérieur',
    speaking: 'parle',
    somebody: 'quelqu’un',
  },
  es: {
    interior: 'interior',
    exterior: 'exterior',
    both: 'interior y exterior',
    speaking: 'habla',
    somebody: 'alguien',
  },
  it: { interior: 'interno', exterior: 'esterno', both: 'interno ed esterno', speaking: 'parla', somebody: 'qualcuno' },
  pt: { interior: 'interior', exterior: 'exterior', both: 'interior e exterior', speaking: 'fala', somebody: 'alguém' },
  nl: { interior: 'binnen', exterior: 'buiten', both: 'binnen en buiten', speaking: 'spreekt', somebody: 'iemand' },
}

function wordsFor(language: string): Words {
  return others[language.split('-')[0] ?? ''] ?? english
}

function describeScene(heading: string, { words, language }: { words: Words; language: string }): string {
  // Of headings that were joined, the last is the scene's.
  const scene = readSceneHeading(heading.split(headingJoint).at(-1) ?? '')
  if (!scene) return ''
  const lower = (part: string) => calmPlace(part, language)
  const setting = scene.setting ? words[scene.setting] : ''
  return [setting, ...scene.places.map(lower), lower(scene.time)].filter((part) => part !== '').join(', ')
}

/** Stands between a heading without text of its own and the one below it. */
export const headingJoint = ' · '

/** "NOVA'S KITCHEN" is Nova's kitchen. German writes its nouns large. */
function calmPlace(part: string, language: string): string {
  if (part !== part.toUpperCase()) return part
  if (language.startsWith('de')) return calmCase(part)
  return part.toLowerCase().replace(/(?<!\p{L})\p{L}(?=\p{L}*['’]s(?!\p{L}))/gu, (letter) => letter.toUpperCase())
}

/** What is said is heard; what is seen is who says it, and how. */
function describeSpeaking(text: string, speaker: string, words: Words): string {
  const how = [...text.matchAll(/\(([^)]{1,80})\)/gu)]
    .map(([, inside = '']) => inside.trim())
    .filter((inside) => inside !== '' && !/^(?:beat|pause|cont['’]?d|continuing|then|pausa|silence)$/iu.test(inside))
  const name = speakerName(speaker) || words.somebody
  return [`${name} ${words.speaking}`, ...how].join(', ')
}

const quoted = /“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|"[^"]*"/gu
const said =
  'said|says|asked|asks|replied|replies|answered|answers|whispered|whispers|shouted|shouts|cried|cries|called|calls|muttered|mutters|murmured|murmurs|told|tells|added|adds|yelled|yells'
const who = "(?:he|she|they|we|I|(?:the|a|an|his|her|their) \\p{L}+|\\p{Lu}[\\p{L}'’-]*(?: \\p{Lu}[\\p{L}'’-]*)?)"
const saidBy = new RegExp(`^(?:(?:${said})\\s+(${who})|(${who})\\s+(?:${said}))(?!\\p{L})`, 'u')

function describeAction(text: string, words: Words): string {
  const whole = endCalmly(text)
  const around = endCalmly(
    text
      .replace(quoted, ' ')
      .replace(/\s+/gu, ' ')
      .replace(/^[\s,.;:—–-]+/u, ''),
  )
  if (around === whole) return whole
  if (!/\p{L}/u.test(around)) return `${words.somebody} ${words.speaking}`
  const match = saidBy.exec(around)
  if (!match) return whole
  const [all, after, before] = match
  const name = (after ?? before ?? '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
  const how = around.slice(all.length).replace(/\s+([,.;:!?])/gu, '$1')
  return `${name} ${words.speaking}${how}`.replace(/[\s,;:]+$/u, '')
}

/** Without the full stop, which ends a sentence and not a prompt. */
function endCalmly(text: string): string {
  const trimmed = text.trim()
  return /[^.。．]{2}[.。．]$/u.test(trimmed) && !/(?:^|[\s.])\p{L}\.$/u.test(trimmed) ? trimmed.slice(0, -1) : trimmed
}
