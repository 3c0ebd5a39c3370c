import { visibleSections } from '#lib/storyboard/edits.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { draftStanding } from '../draft-standing.ts'
import { type LatestJobs, latestJobOf } from '../latest-jobs.ts'
import { pictureStateOf } from '../sentence-state.ts'
import { type Mark, marks, type ViewState } from '../view/view-state.ts'
import { hasHit, type Searching, searchFor } from './search.ts'

export const markNames: Readonly<Record<Mark, string>> = {
  stale: 'Stale',
  draft: 'Drafts',
  failed: 'Failed',
  none: 'No picture',
  making: 'Being made',
  mine: 'Mine',
  favourite: 'Favourites',
  locked: 'Locked',
}

type Known = { jobs: LatestJobs; personId: string }

const tests: Readonly<Record<Mark, (row: SentenceRow, known: Known) => boolean>> = {
  // Whether or not another is being made of it.
  stale: (row) => needsAnother(row) && !draftStanding(row.staleBecause).isOnlyDraft,
  draft: (row) => needsAnother(row) && draftStanding(row.staleBecause).isOnlyDraft,
  failed: (row, { jobs }) => pictureStateOf(row, latestJobOf(jobs, row.id, 'picture')) === 'failed',
  none: (row) => row.imageUrl === null,
  making: (row, { jobs }) => pictureStateOf(row, latestJobOf(jobs, row.id, 'picture')) === 'active',
  // Written by me, or with a picture that I asked for.
  mine: (row, { personId }) => row.editedBy?.id === personId || row.madeById === personId,
  favourite: (row) => row.isFavourite,
  locked: (row) => row.locked,
}

function needsAnother({ imageUrl, isImageDirty }: SentenceRow): boolean {
  return imageUrl !== null && isImageDirty
}

type Filter = Pick<ViewState, 'marks' | 'castId' | 'search' | 'onlyHits'>

export function isFiltering({ marks: chosen, castId, search, onlyHits }: Filter): boolean {
  return chosen.length > 0 || castId !== null || (onlyHits && searchFor(search) !== '')
}

/** Says of a sentence whether it is shown: it has one of the marks, that member of the cast, and a hit. */
export function toFilter(filter: Filter, known: Known & { searching: Searching }): (row: SentenceRow) => boolean {
  const { marks: chosen, castId } = filter
  const isSearched = filter.onlyHits && known.searching.wanted !== ''
  return (row) =>
    (chosen.length === 0 || chosen.some((mark) => tests[mark](row, known))) &&
    (castId === null || row.castIds.includes(castId)) &&
    (!isSearched || hasHit(row, known.searching))
}

export type Counts = { marks: Readonly<Record<Mark, number>>; cast: ReadonlyMap<string, number> }

/** How many sentences each filter would show, of those that are on the board. */
export function countMarks({ sections, sentences }: Pick<Board, 'sections' | 'sentences'>, known: Known): Counts {
  const counts = { stale: 0, draft: 0, failed: 0, none: 0, making: 0, mine: 0, favourite: 0, locked: 0 }
  const cast = new Map<string, number>()
  const there = new Set(visibleSections({ sections }).map(({ id }) => id))
  for (const row of sentences) {
    if (row.deleted || !there.has(row.sectionId)) continue
    for (const mark of marks) if (tests[mark](row, known)) counts[mark] += 1
    for (const id of row.castIds) cast.set(id, (cast.get(id) ?? 0) + 1)
  }
  return { marks: counts, cast }
}
