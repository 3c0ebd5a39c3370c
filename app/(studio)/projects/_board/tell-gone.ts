import type { Gone, SentenceRow } from '#lib/storyboard/model.ts'

/** What became of a sentence that no board shows, for the person whose words are in it. */
export function tellGone(row: Pick<SentenceRow, 'gone'> | undefined): { title: string; description: string } {
  return words[row?.gone ?? 'deleted']
}

const kept = 'Its words are saved with it.'
const words: Readonly<Record<Gone, { title: string; description: string }>> = {
  deleted: { title: 'The sentence was deleted meanwhile.', description: kept },
  merged: {
    title: 'The sentence was joined to another meanwhile.',
    description: 'What is written here now is not in the one it was joined to. Bringing it back takes the join apart.',
  },
  archived: { title: 'The sentence was archived meanwhile.', description: kept },
  section: {
    title: 'The section of the sentence was deleted meanwhile.',
    description: `${kept} Bringing it back brings the section back.`,
  },
}
