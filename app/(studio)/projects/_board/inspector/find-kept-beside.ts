import type { TakeRow } from '#lib/takes/model.ts'

type Parts = {
  /** The newest first. */
  takes: readonly TakeRow[]
  /** The ids of those that were there before, and of those that were deleted since. */
  known: ReadonlySet<string>
  /** The sentence is. */
  isLocked: boolean
}

/** The picture that has just been made and is not the one that is shown, and what there is to say of it. */
export function findKeptBeside({ takes, known, isLocked }: Parts): { take: TakeRow; title: string } | undefined {
  const pictures = takes.filter((take) => take.kind !== 'video')
  const [take] = pictures
  const shown = pictures.find(({ isCurrent }) => isCurrent)
  // Older ones come when they are asked for, and are no news.
  if (!take || !shown || known.has(take.id) || take.isCurrent) return undefined
  // Made in one go with the one that is shown, which is what they are there to be chosen from.
  if (take.jobId !== null && shown.jobId === take.jobId) return undefined
  const isDraft = take.quality === 'draft' && shown.quality === 'final'
  if (isLocked) return { take, title: 'The new take lies beside the picture: the sentence is locked' }
  if (isDraft && !shown.locked) {
    const count = pictures.filter(({ id, jobId }) => !known.has(id) && jobId === take.jobId).length
    return { take, title: `${count > 1 ? `${count} drafts lie` : 'The draft lies'} beside the final` }
  }
  return { take, title: `The new take lies beside the one you ${shown.locked ? 'locked' : 'chose'}` }
}
