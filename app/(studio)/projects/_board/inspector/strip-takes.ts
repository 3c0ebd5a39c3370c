import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { TakeRow } from '#lib/takes/model.ts'

/** As they are read: the newest first, and none that is deleted. */
export type TakePage = { items: TakeRow[]; nextCursor: string | null }
export type TakePages = { pages: TakePage[]; pageParams: (string | null)[] }

type Known = {
  read: readonly TakeRow[]
  /** Those that this tab has deleted, which a reading leaves out. */
  deletedHere: Iterable<TakeRow>
  /** What is on its way to the server. */
  pending: readonly BoardEdit[]
}

/** The takes as the person sees them, the newest first: with one's own deletions and what takes them back done already. */
export function seenTakes({ read, deletedHere, pending }: Known): TakeRow[] {
  const isDeleted = new Map<string, boolean>()
  for (const edit of pending) {
    if (edit.kind === 'take.delete' || edit.kind === 'take.restore') {
      isDeleted.set(edit.takeId, edit.kind === 'take.delete')
    }
  }
  const known = new Set(read.map(({ id }) => id))
  const comeBack = [...deletedHere].filter(({ id }) => !known.has(id) && isDeleted.get(id) === false)
  const seen = read.filter(({ id }) => !isDeleted.get(id))
  return comeBack.length === 0 ? seen : [...seen, ...comeBack].sort(compareAges)
}

/** Those that the sentence can show as its picture. */
export function picturesOf(takes: readonly TakeRow[] | undefined): TakeRow[] {
  return takes?.filter((take) => take.kind !== 'video') ?? []
}

/** What was read, with the server's word on one take: one that is not deleted is put where a reading would have it. */
export function withAnswered({ pages, pageParams }: TakePages, take: TakeRow): TakePages {
  const without = pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== take.id) }))
  if (take.deleted) return { pageParams, pages: without }
  const at = without.findIndex(({ items, nextCursor }) => {
    return nextCursor === null || items.some((other) => compareAges(take, other) < 0)
  })
  // Older than what was read: it comes with those.
  if (at < 0) return { pageParams, pages: without }
  return {
    pageParams,
    pages: without.map((page, index) => {
      return index === at ? { ...page, items: [...page.items, take].sort(compareAges) } : page
    }),
  }
}

/** Who stands where one stood that is gone: the next after it that is still there, or else the last before it. */
export function besideGone(before: readonly string[], now: readonly string[], id: string): string | undefined {
  const at = before.indexOf(id)
  const left = new Set(now)
  return (
    before.slice(at + 1).find((other) => left.has(other)) ?? before.slice(0, at).findLast((other) => left.has(other))
  )
}

function compareAges(a: TakeRow, b: TakeRow): number {
  return compare(b.createdAt, a.createdAt) || compare(b.id, a.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
