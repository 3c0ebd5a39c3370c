/** The languages that can be chosen, by tag; sentences in others are split by the rules they share. */
export const scriptLanguages = [
  ...['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'pl', 'tr', 'ru', 'uk', 'el', 'ar', 'he', 'fa', 'hi', 'th'],
  ...['ja', 'zh', 'ko'],
] as const

/** The language of a text by its letters, and where those are Latin or shared by its commonest words. English when in doubt. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, sampleLength)
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0
  const letters = Math.max(1, count(/\p{L}/gu))
  if (count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > letters * 0.1) return 'ja'
  for (const [tag, pattern] of byLetters) if (count(pattern) > letters * 0.3) return tag
  if (count(/\p{Script=Cyrillic}/gu) > letters * 0.3) return /[іїєґ]/iu.test(sample) ? 'uk' : 'ru'
  if (count(/\p{Script=Arabic}/gu) > letters * 0.3) return /[پچژگ]/u.test(sample) ? 'fa' : 'ar'
  return byCommonWords(sample)
}

const sampleLength = 20_000

const byLetters: [string, RegExp][] = [
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
]

const commonWords: Record<string, string> = {
  en: 'the a an and of to in is that it was he she with for his her at on as you not are they but have from by',
  de: 'der die das und ist nicht ein eine er sie es mit auf den dem im zu von sich auch wie ich du aber ihr',
  fr: 'le la a les et est un une des il elle pas que qui dans pour sur avec au du ce je vous mais son sa',
  es: 'el la a los las y es un una que de en no se por con para su lo al del como pero más ella está',
  it: 'il lo la a gli e è un una che di in non si per con su al del della come ma sono anche lei',
  pt: 'o a os as e é um uma que de em não se por com para do da no na ao mas ele ela está',
  nl: 'de het een en is niet van in op dat hij zij met voor te aan er maar ook naar haar zijn was',
  sv: 'och det att en ett är inte på som han hon med för av den till jag men var från',
  da: 'og det at en et er ikke på som han hun med for af den til jeg men var fra',
  pl: 'i w nie na się z że to jest do jak ale po co od za przez jego jej był',
  tr: 've bir bu da de için ile çok ne o ben sen ama gibi daha değil var yok',
}

function byCommonWords(sample: string): string {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  const scores = Object.entries(commonWords).map(([tag, list]) => {
    const common = new Set(list.split(' '))
    return { tag, score: words.filter((word) => common.has(word)).length }
  })
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a), { tag: 'en', score: 0 })
  return best.score > 0 ? best.tag : 'en'
}
