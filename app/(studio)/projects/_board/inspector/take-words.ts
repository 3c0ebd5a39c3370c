import type { TakeRow } from '#lib/takes/model.ts'
import { whichPicture } from './seed-words.ts'

/** What came of running another take again. A file may differ where no pixel does. */
export function describeOutcome({ replayed }: Pick<TakeRow, 'replayed'>): string | undefined {
  return replayed ? `Came out ${replayed.samePixels ? 'the same' : 'different'}` : undefined
}

export function seedOf(take: Pick<TakeRow, 'seed' | 'pictureIndex' | 'count'>): string {
  return take.seed === null ? 'no seed' : `seed ${take.seed}${whichPicture(take)}`
}

type Marked = Pick<TakeRow, 'quality' | 'favourite' | 'locked' | 'replayed'>

/** What is to be said of a take beside its place and seed. */
export function marksOf(take: Marked, isChosen: boolean): string[] {
  return [
    take.quality === 'draft' && 'draft',
    isChosen && 'chosen',
    take.favourite && 'favourite',
    take.locked && 'locked',
    describeOutcome(take)?.toLowerCase(),
  ].filter((mark) => typeof mark === 'string')
}

/** What the star of a take says, and does when it is pressed. */
export function starWords(take: Pick<TakeRow, 'favourite'> | undefined): string {
  return take?.favourite ? 'This take is a favourite: take the mark off' : 'Mark this take as a favourite'
}
