/**
 * Reads JSON as Python writes it: NaN and Infinity become null, and whole numbers past 2^53 stay exact as bigint. Throws a
 * SyntaxError for anything else that is not JSON.
 */
export function parseGraphText(text: string): unknown {
  const marked = text.replaceAll(tokens, (token) => {
    if (token.startsWith('"')) return token
    if (/[a-z]/i.test(token)) return 'null'
    return Number.isSafeInteger(Number(token)) ? token : `"${bigMark}${token}"`
  })
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(bigMark) && /^-?\d+$/.test(value.slice(bigMark.length))
      ? BigInt(value.slice(bigMark.length))
      : value,
  )
}

// Texts are matched so that they are passed over; a number inside a fraction or an exponent is part of it.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gs

// A file cannot hold this character bare inside a text, so no text of its own is taken for a number.
const bigMark = '\u007f\ufdd0big:'
