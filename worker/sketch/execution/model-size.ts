/** Rough sizes in memory, so that a memory limit hits the models it would hit on a card. */
const sizesGb: [pattern: RegExp, gb: number][] = [
  [/flux-?2/i, 34],
  [/qwen_image/i, 20],
  [/wan.*14b/i, 15],
  [/ltx/i, 14],
  [/flux/i, 12],
  [/wan.*5b/i, 10],
  [/sd_?xl|xl/i, 7],
  [/z_image/i, 6],
]

const otherwiseGb = 2

export function modelSizeGb(name: string): number {
  return sizesGb.find(([pattern]) => pattern.test(name))?.[1] ?? otherwiseGb
}
