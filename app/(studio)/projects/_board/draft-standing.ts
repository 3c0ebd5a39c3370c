import { draftReason } from '#lib/recipe/stale.ts'

type Standing = {
  /** It is what would be made now but for being a draft, which is not out of date. */
  isOnlyDraft: boolean
  /** What has changed since it was made. */
  changes: string[]
}

/** A draft always needs a final and so has that among its reasons; here it is told from what really makes a picture stale. */
export function draftStanding(staleBecause: readonly string[]): Standing {
  const changes = staleBecause.filter((reason) => reason !== draftReason)
  return { isOnlyDraft: changes.length === 0 && staleBecause.length > 0, changes }
}
