import { hashText } from './chance.ts'

export const times = ['night', 'dawn', 'day', 'dusk'] as const
export const places = ['sea', 'forest', 'city', 'mountains', 'desert', 'hills', 'room'] as const
/** Where a picture is whose prompt names no place. */
const openPlaces = ['sea', 'forest', 'city', 'mountains', 'desert', 'hills'] as const
export const weathers = ['rain', 'snow', 'fog'] as const

export type Time = (typeof times)[number]
export type Place = (typeof places)[number]
export type Weather = (typeof weathers)[number]
export type Thing =
  | 'person'
  | 'birds'
  | 'boat'
  | 'house'
  | 'tree'
  | 'tower'
  | 'lighthouse'
  | 'cat'
  | 'dog'
  | 'chair'
  | 'table'

/** What a drawing takes from a prompt. Words that mean nothing here still count: they turn the colours and the shapes. */
export type Reading = {
  time: Time
  place: Place
  weather: Weather | undefined
  colours: string[]
  things: Thing[]
  people: number
  /** Water ends at a wall of stone here, and not at a beach. */
  hasQuay: boolean
  /** The one person fills the picture. */
  isClose: boolean
  hash: number
}

export function readWords(text: string): Reading {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const hash = hashText(words.join(' '))
  const first = <T>(table: Record<string, T>): T | undefined => {
    for (const word of words) {
      const found = lookUp(table, word)
      if (found !== undefined) return found
    }
    return undefined
  }
  const things = words.map((word) => lookUp(thingWords, word)).filter((thing) => thing !== undefined)
  const colours = words.map((word) => lookUp(colourWords, word)).filter((colour) => colour !== undefined)
  const hasPerson = things.includes('person')
  return {
    time: first(timeWords) ?? times[hash % times.length] ?? 'day',
    place: findPlace(words) ?? openPlaces[(hash >>> 4) % openPlaces.length] ?? 'hills',
    weather: first(weatherWords),
    colours: colours.slice(0, 3),
    things: [...new Set(things)],
    people: hasPerson ? Math.max(1, first(countWords) ?? 1) : 0,
    hasQuay: words.some((word) => lookUp(quayWords, word)),
    isClose: words.some((word) => lookUp(closeWords, word)),
    hash,
  }
}

/** A place that is named, the sea before others because they may border on it; else the one where what is named belongs. */
function findPlace(words: readonly string[]): Place | undefined {
  const named = words.map((word) => lookUp(placeWords, word)).filter((place) => place !== undefined)
  const implied = words.map((word) => lookUp(impliedPlaceWords, word)).find((place) => place !== undefined)
  return named.find((place) => place === 'sea') ?? named[0] ?? implied
}

/** The word itself or its singular. */
function lookUp<T>(table: Record<string, T>, word: string): T | undefined {
  const forms = [word, word.replace(/s$/, ''), word.replace(/es$/, '')]
  const known = forms.find((form) => Object.hasOwn(table, form))
  return known === undefined ? undefined : table[known]
}

function all<T>(value: T, words: string): Record<string, T> {
  return Object.fromEntries(words.split(' ').map((word) => [word, value]))
}

const timeWords: Record<string, Time> = {
  ...all('night', 'night midnight nocturnal moon moonlit moonlight star starry dark nighttime lantern'),
  ...all('dawn', 'dawn sunrise morning daybreak early'),
  ...all('day', 'day noon midday daylight sunny afternoon bright summer'),
  ...all('dusk', 'dusk sunset evening twilight golden autumn'),
}

const placeWords: Record<string, Place> = {
  ...all(
    'sea',
    'sea ocean lake river beach shore coast water wave harbor harbour quay pier dock port marina island bay',
  ),
  ...all('sea', 'underwater seaside'),
  ...all('forest', 'forest wood woods jungle grove garden park'),
  ...all('city', 'city street town skyline urban tokyo alley downtown rooftop market cyberpunk neon square'),
  ...all('mountains', 'mountain peak cliff alps canyon valley glacier'),
  ...all('desert', 'desert dune mars wasteland'),
  ...all('hills', 'hill field meadow farm village countryside road'),
  ...all('room', 'room kitchen interior bedroom livingroom bathroom office indoors inside studio library cafe bar'),
  ...all('room', 'corridor hallway classroom cellar attic workshop hotel'),
}

const impliedPlaceWords: Record<string, Place> = {
  ...all('sea', 'boat ship sail canoe lighthouse sailor'),
  ...all('forest', 'tree pine oak'),
  ...all('city', 'building taxi'),
  ...all('mountains', 'rock castle snow'),
  ...all('desert', 'sand camel'),
  ...all('hills', 'grass house cottage hut cabin barn roof'),
  ...all('room', 'chair armchair table desk sofa bed lamp'),
}

const quayWords: Record<string, true> = all(true, 'harbor harbour quay pier dock port marina')
const closeWords: Record<string, true> = all(true, 'portrait closeup close headshot bust face selfie')

const weatherWords: Record<string, Weather> = {
  ...all('rain', 'rain rainy storm thunder wet monsoon drizzle'),
  ...all('snow', 'snow snowy winter blizzard ice frozen'),
  ...all('fog', 'fog foggy mist misty haze hazy smoke'),
}

const thingWords: Record<string, Thing> = {
  ...all('person', 'person man woman girl boy child people men women children figure hero heroine traveller traveler'),
  ...all(
    'person',
    'knight soldier wizard monk king queen mother father friend stranger character portrait she he crowd',
  ),
  ...all(
    'person',
    'lady guy kid sailor fisherman captain detective doctor teacher student dancer face headshot selfie closeup actor',
  ),
  ...all('birds', 'bird gull seagull crow raven eagle swallow dragon'),
  ...all('boat', 'boat ship sail canoe harbor harbour marina'),
  ...all('house', 'house cottage hut cabin home barn farm village roof'),
  ...all('tree', 'tree oak willow'),
  ...all('tower', 'tower castle church temple fortress'),
  ...all('lighthouse', 'lighthouse'),
  ...all('cat', 'cat kitten'),
  ...all('dog', 'dog puppy wolf fox'),
  ...all('chair', 'chair armchair stool throne'),
  ...all('table', 'table desk kitchen'),
}

const countWords: Record<string, number> = {
  ...all(2, 'two both couple pair'),
  ...all(3, 'three trio friend family'),
  ...all(5, 'people crowd children men women group army'),
}

const colourWords: Record<string, string> = {
  red: '#c8323c',
  crimson: '#a8203a',
  scarlet: '#d8362c',
  orange: '#e8843a',
  yellow: '#f0c64a',
  gold: '#e0b04a',
  golden: '#e0b04a',
  green: '#3f9a5a',
  emerald: '#2a9a70',
  teal: '#2a8f92',
  turquoise: '#3ab8b4',
  blue: '#3a6fc8',
  azure: '#4a9ae0',
  indigo: '#4a3fa0',
  purple: '#7a48b0',
  violet: '#8a5ac8',
  pink: '#e07aa8',
  magenta: '#c83a90',
  brown: '#80573c',
  white: '#f0eee6',
  grey: '#8a8f96',
  gray: '#8a8f96',
  black: '#1a1a20',
}
