export type ProseName = { name: string; count: number; isPlace: boolean }

/**
 * Names in prose by rule: words written large where no sentence begins, more than once, and never small. In German, where all
 * nouns are large, only those without an article or an adjective before them.
 */
export function findProseNames(texts: readonly string[], language: string): ProseName[] {
  const small = new Set<string>()
  const found = new Map<string, { inside: number; all: number; place: number }>()
  const isGerman = language.startsWith('de')
  for (const text of texts) {
    for (const word of text.match(/(?<![\p{L}'’])\p{Ll}[\p{L}'’]*/gu) ?? []) small.add(word)
    for (const match of text.matchAll(name)) {
      const before = text.slice(Math.max(0, match.index - 40), match.index)
      const previous = /(\p{L}+)[\s"“„«(]*$/u.exec(before)?.[1] ?? ''
      const isStart = previous === '' || /[.!?…:]["'”’»)]*[\s"“„«(—–-]*$/u.test(before) || /["“„«]\s*$/u.test(before)
      if (isGerman && !isStart && articles.test(previous)) continue
      const one = found.get(match[0]) ?? { inside: 0, all: 0, place: 0 }
      one.all++
      if (!isStart) one.inside++
      if (beforePlace.test(previous)) one.place++
      found.set(match[0], one)
    }
  }
  const least = isGerman ? 3 : 2
  const names = [...found].filter(([word, { inside, all }]) => {
    const first = word.split(/\s/u)[0] ?? ''
    return (
      inside > 0 &&
      all >= least &&
      !small.has(word.toLowerCase()) &&
      !small.has(first.toLowerCase()) &&
      !notNames.has(first)
    )
  })
  return withoutLonger(names.map(([word, { all, place }]) => ({ name: word, count: all, isPlace: place > all / 2 })))
}

const name =
  /(?<![\p{L}\p{N}'’])\p{Lu}\p{Ll}+(?:[-'’]\p{Lu}?\p{Ll}+)?(?<!['’]s)(?: \p{Lu}\p{Ll}+(?<!['’]s)){0,2}(?![\p{L}\p{N}])/gu
const beforePlace = /^(?:in|at|to|from|near|towards?|nach|aus|bei|à|en|vers|de|a|hacia|di|da|em|para)$/iu
const articles =
  /^(?:der|die|das|den|dem|des|ein\p{L}*|kein\p{L}*|mein\p{L}*|dein\p{L}*|sein\p{L}*|ihr\p{L}*|unser\p{L}*|im|am|vom|zum|zur|beim|ins|ans|dies\p{L}*|jed\p{L}*|all\p{L}*|viel\p{L}*|\p{Ll}+e[nmrs]?|von|mit|und|auf|ohne|für|durch|über|unter|vor|nach|wie|als)$/iu

const notNames = new Set(
  'I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December English French German Spanish God Mr Mrs Ms Dr The A An He She It They We You And But Then There This That His Her'.split(
    ' ',
  ),
)

/** "Nova" and "Nova Lee" are one: by the shorter, which is in both. */
function withoutLonger(names: ProseName[]): ProseName[] {
  const short = new Set(names.filter(({ name }) => !name.includes(' ')).map(({ name }) => name))
  const kept = names.filter(({ name }) => !name.includes(' ') || !name.split(' ').some((part) => short.has(part)))
  for (const { name, count } of names) {
    const shorter = kept.find((one) => name !== one.name && name.split(' ').includes(one.name))
    if (shorter) shorter.count += count
  }
  return kept.sort((a, b) => b.count - a.count)
}
