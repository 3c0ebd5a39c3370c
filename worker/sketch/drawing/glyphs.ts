/** Our own letters, as strokes on a grid of 4 by 8 with the baseline at 7, so that no font of a machine is asked for. */
const strokes: Record<string, string> = {
  s: 'M4 3.6C3.4 2.7 0.4 2.7 0.4 4C0.4 5.4 3.8 4.6 3.8 6C3.8 7.3 0.8 7.3 0.1 6.4',
  k: 'M0.4 0.4V7M3.6 3L0.5 5.2M1.6 4.5L3.8 7',
  e: 'M0.3 5H3.8C3.8 2.4 0.3 2.4 0.3 5C0.3 7.4 3 7.4 3.7 6.3',
  t: 'M1.6 1V5.8C1.6 7 2.6 7.2 3.6 6.8M0.2 3H3.4',
  c: 'M3.8 3.7C3 2.4 0.3 2.6 0.3 5C0.3 7.4 3 7.5 3.8 6.3',
  h: 'M0.4 0.4V7M0.4 4.4C1.2 2.5 3.7 2.6 3.7 4.6V7',
  d: 'M3.7 0.4V7M3.7 4.2C3 2.4 0.3 2.6 0.3 5C0.3 7.4 3 7.5 3.7 5.8',
  '0': 'M2 0.6C-0.3 0.6 -0.3 7 2 7C4.3 7 4.3 0.6 2 0.6Z',
  '1': 'M0.8 1.8L2.2 0.6V7M0.8 7H3.6',
  '2': 'M0.3 2C0.6 0.2 3.7 0.2 3.7 2.2C3.7 3.8 0.3 5.4 0.3 7H3.8',
  '3': 'M0.4 1.4C1.2 0.3 3.6 0.4 3.6 2.1C3.6 3.4 2.4 3.6 1.5 3.6C2.6 3.6 3.8 3.9 3.8 5.3C3.8 7.3 1 7.4 0.2 6.2',
  '4': 'M2.9 7V0.6L0.2 5H3.9',
  '5': 'M3.5 0.6H0.7L0.5 3.5C1.5 2.8 3.8 2.9 3.8 4.9C3.8 7.2 1 7.4 0.2 6.3',
  '6': 'M3.4 0.8C1.4 0.7 0.3 2.6 0.3 4.8C0.3 7.6 3.8 7.6 3.8 5C3.8 2.8 1 2.8 0.4 4.6',
  '7': 'M0.2 0.6H3.8L1.6 7',
  '8': 'M2 3.6C0.2 3.6 0.2 0.6 2 0.6C3.8 0.6 3.8 3.6 2 3.6C-0.2 3.6 -0.2 7 2 7C4.2 7 4.2 3.6 2 3.6Z',
  '9': 'M3.6 3C3 5 0.2 4.9 0.2 2.7C0.2 0 3.7 0 3.7 2.8C3.7 5 2.6 6.9 0.6 6.8',
}

const advance = 5.4

export function measureText(text: string): number {
  return text.length * advance
}

/** One group of strokes a character; a blank, or a character there are no strokes for, leaves its place empty. */
export function drawText(text: string): string {
  return [...text]
    .map((char, at) =>
      strokes[char] ? `<path transform="translate(${(at * advance).toFixed(1)} 0)" d="${strokes[char]}"/>` : '',
    )
    .join('')
}
