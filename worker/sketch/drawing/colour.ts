export type Rgb = readonly [red: number, green: number, blue: number]

function parseColour(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

export function toHex([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((part) => clamp(part).toString(16).padStart(2, '0')).join('')}`
}

export function mixColours(from: string, to: string, share: number): string {
  const [a, b] = [parseColour(from), parseColour(to)]
  const part = (at: 0 | 1 | 2) => a[at] + (b[at] - a[at]) * share
  return toHex([part(0), part(1), part(2)])
}

/** Turns a colour round the wheel, keeping how light and how strong it is. */
export function shiftHue(hex: string, degrees: number): string {
  const [hue, saturation, lightness] = toHsl(parseColour(hex))
  return fromHsl(hue + degrees, saturation, lightness)
}

export function fromHsl(hue: number, saturation: number, lightness: number): string {
  const spread = saturation * Math.min(lightness, 1 - lightness)
  const part = (offset: number) => {
    const at = (((offset + hue / 30) % 12) + 12) % 12
    return 255 * (lightness - spread * Math.max(-1, Math.min(at - 3, 9 - at, 1)))
  }
  return toHex([part(0), part(8), part(4)])
}

function toHsl([red, green, blue]: Rgb): [hue: number, saturation: number, lightness: number] {
  const [r, g, b] = [red / 255, green / 255, blue / 255]
  const most = Math.max(r, g, b)
  const range = most - Math.min(r, g, b)
  const lightness = most - range / 2
  if (range === 0) return [0, 0, lightness]
  const turn = most === r ? ((g - b) / range) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4
  return [turn * 60, range / (1 - Math.abs(2 * lightness - 1)), lightness]
}

function clamp(part: number): number {
  return Math.max(0, Math.min(255, Math.round(part)))
}
