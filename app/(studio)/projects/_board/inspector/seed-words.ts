import type { TakeRow } from '#lib/takes/model.ts'

type Place = Pick<TakeRow, 'pictureIndex' | 'count'>

/** Which of its seed's pictures a take is, to stand behind the seed on a card. Empty for the only one of its seed. */
export function shortPlace({ pictureIndex, count }: Place): string {
  if (count > 1) return ` · ${pictureIndex + 1} of ${count}`
  return pictureIndex > 0 ? ` · ${pictureIndex + 1}` : ''
}

/** The same in a sentence, or to be heard. */
export function whichPicture({ pictureIndex, count }: Place): string {
  if (count > 1) return `, picture ${pictureIndex + 1} of ${count}`
  return pictureIndex > 0 ? `, picture ${pictureIndex + 1}` : ''
}
