import { extensions } from './keys.ts'

type Named = {
  mediaType: string
  seed: { toFixed(places: number): string } | null
  sentence: { text: string } | null
}

/** As much of a sentence as tells it from others in a folder. */
const longestWords = 48

/** What a browser calls the file when a person saves it: how the sentence begins, and the seed. Both spellings of RFC 6266. */
export function nameFile({ mediaType, seed, sentence }: Named, width?: number): string {
  const extension = width ? 'webp' : (extensions[mediaType] ?? 'bin')
  const words = (sentence?.text ?? '')
    .replace(/[\p{C}"*/:<>?\\|]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const parts = [cut(words) || 'take', ...(seed ? [seed.toFixed(0)] : []), ...(width ? [`${width} px`] : [])]
  const name = `${parts.join(', ')}.${extension}`
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]+/g, '')
    .replace(/ +/g, ' ')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** At the end of a word where there is one, and never in the middle of a character. */
function cut(words: string): string {
  const letters = [...words]
  if (letters.length <= longestWords) return words.replace(/[\p{P}\s]+$/u, '')
  const start = letters.slice(0, longestWords).join('')
  return start.replace(/\s+\S*$/u, '').replace(/[\p{P}\s]+$/u, '')
}
