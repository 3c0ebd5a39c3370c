import { type Hit, type HitKind, hitKinds } from '#lib/storyboard/search-model.ts'

/** Why a sentence was found, by its id. */
export type Found = ReadonlyMap<string, string>

export const nothingFound: Found = new Map()

const tell: Readonly<Record<HitKind, (text: string) => string>> = {
  seed: (text) => `Seed ${text} of a take`,
  lora: (text) => `LoRA ${withoutEnding(text)}`,
  model: (text) => `Model ${withoutEnding(text)}`,
  workflow: (text) => `Workflow ${text}`,
  maker: (text) => `Picture by ${text}`,
}

/** In words, for each sentence; of several hits the most telling one, and how many more there are. */
export function toFound(hits: readonly Hit[]): Found {
  const words = new Map<string, string[]>()
  for (const kind of hitKinds) {
    for (const { text, sentenceIds } of hits.filter((hit) => hit.kind === kind)) {
      for (const id of sentenceIds) words.set(id, [...(words.get(id) ?? []), tell[kind](text)])
    }
  }
  return new Map(
    [...words].map(([id, [first = '', ...more]]) => [id, more.length > 0 ? `${first} +${more.length}` : first]),
  )
}

/** As people call it: without the folder it lies in, and what kind of file it is. */
function withoutEnding(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file
  return name.replace(/\.\w+$/u, '')
}
