import { type Drafted, draftPrompt } from './draft-prompt.ts'

type Drafting = Omit<Drafted, 'heading'> & {
  /** As it may have been when it was drafted. */
  headings: readonly string[]
}

/** Whether a prompt is still the one that was drafted from these words. */
export function isDraft(prompt: string, { headings, ...drafted }: Drafting): boolean {
  return headings.some((heading) => prompt === draftPrompt({ ...drafted, heading }))
}
