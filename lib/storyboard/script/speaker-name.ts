/** A speaker as people call them: "NOVA (V.O.)" is Nova. Names that are not shouted stay as they are written. */
export function speakerName(speaker: string): string {
  return calmCase(
    speaker
      .replace(/\([^)]*\)?/gu, ' ')
      .replace(/\^\s*$/u, '')
      .replace(/\s+/gu, ' ')
      .trim(),
  )
}

/** Whether the speaker is heard and not seen: a voice-over, or somebody out of the picture. */
export function isUnseen(speaker: string): boolean {
  return /\(\s*(?:v\.?\s?o|o\.?\s?s|o\.?\s?c|off|voice[- ]?over)\.?(?:\s|\)|\/|,)/iu.test(speaker)
}

/** Capitals throughout become a name: "O'BRIEN" O'Brien, "DR. NOVA" Dr. Nova. */
export function calmCase(text: string): string {
  if (text !== text.toUpperCase() || text === text.toLowerCase()) return text
  return text
    .toLowerCase()
    .replace(/(?<![\p{L}\p{M}\p{N}'’])\p{L}|(?<=(?<!\p{L})[od]['’])\p{L}/gu, (first) => first.toUpperCase())
}
