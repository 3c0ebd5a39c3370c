/** A number of 32 bits for a text, the same everywhere and always (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return scramble(hash)
}

export type Chance = {
  /** From 0 up to 1. */
  next(): number
  between(from: number, to: number): number
  whole(from: number, to: number): number
  pick<T>(from: readonly [T, ...T[]]): T
  isLikely(share: number): boolean
}

/** Chance that starts from texts and numbers: the same ones give the same row (mulberry32). */
export function createChance(...from: readonly (string | number | bigint)[]): Chance {
  let state = hashText(from.map(String).join('|'))
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value ^= value + Math.imul(value ^ (value >>> 7), 61 | value)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    whole,
    pick: (options) => options[whole(0, options.length - 1)] ?? options[0],
    isLikely: (share) => next() < share,
  }
}

function scramble(hash: number): number {
  let value = hash ^ (hash >>> 16)
  value = Math.imul(value, 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
