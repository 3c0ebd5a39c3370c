import { describe, expect, it } from 'vitest'
import { draftReason } from '#lib/recipe/stale.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import type { LatestJobs } from '../latest-jobs.ts'
import { usualView } from '../view/view-state.ts'
import { countMarks, isFiltering, toFilter } from './filters.ts'
import { nothingFound } from './found.ts'
import { searchFor } from './search.ts'

const row = (id: string, part: Partial<SentenceRow>): SentenceRow => {
  return { ...newSentence, id, sectionId: 's', text: `Words of ${id}.`, position: id, ...part }
}
const rows = [
  row('fresh', { imageUrl: '/f', isImageDirty: false, madeById: 'me', castIds: ['mara'] }),
  row('stale', { imageUrl: '/f', isFavourite: true, castIds: ['mara', 'tom'] }),
  row('draft', { imageUrl: '/f', isImageDirty: true, staleBecause: [draftReason] }),
  row('none', { editedBy: { id: 'me', name: 'Me' }, locked: true }),
  row('failed', { editedBy: { id: 'you', name: 'You' } }),
  row('making', { activeJobId: 'k', imageUrl: '/f', isImageDirty: false }),
  row('gone', { deleted: true }),
]
const section = { id: 's', title: 'One', position: 'a', version: 1, deleted: false }
const failed = { id: 'j', kind: 'image', state: 'failed', error: null, version: 1 } as const
const jobs: LatestJobs = { 'failed/picture': failed, 'making/picture': failed }
const known = { jobs, personId: 'me' }
const searching = { castNames: new Map(), found: nothingFound, personId: 'me' }
const found = (part: Partial<typeof usualView>) =>
  rows
    .filter((one) => !one.deleted)
    .filter(
      toFilter(
        { ...usualView, ...part },
        { ...known, searching: { ...searching, wanted: searchFor(part.search ?? '') } },
      ),
    )
    .map(({ id }) => id)

describe('filters', () => {
  it.each<[Partial<typeof usualView>, string[]]>([
    [{}, ['fresh', 'stale', 'draft', 'none', 'failed', 'making']],
    [{ marks: ['stale'] }, ['stale']],
    [{ marks: ['draft'] }, ['draft']],
    [{ marks: ['failed'] }, ['failed']],
    [{ marks: ['none'] }, ['none', 'failed']],
    [{ marks: ['making'] }, ['making']],
    [{ marks: ['mine'] }, ['fresh', 'none']],
    [{ marks: ['stale', 'locked'] }, ['stale', 'none']],
    [{ marks: ['favourite'], castId: 'tom' }, ['stale']],
    [{ castId: 'mara' }, ['fresh', 'stale']],
    [{ search: 'OF NONE', onlyHits: true }, ['none']],
    [{ search: 'of none', onlyHits: false }, ['fresh', 'stale', 'draft', 'none', 'failed', 'making']],
  ])('%j', (part, expected) => {
    expect(found(part)).toEqual(expected)
  })

  it('are on when they leave something out', () => {
    expect(isFiltering(usualView)).toBe(false)
    expect(isFiltering({ ...usualView, search: 'x' })).toBe(false)
    expect(isFiltering({ ...usualView, search: 'x', onlyHits: true })).toBe(true)
    expect(isFiltering({ ...usualView, castId: 'tom' })).toBe(true)
  })

  it('count what they would show', () => {
    const inGone = row('in a section that was deleted', { sectionId: 'gone', locked: true, castIds: ['mara'] })
    const sections = [section, { ...section, id: 'gone', deleted: true }]
    const counts = countMarks({ sections, sentences: [...rows, inGone] }, known)
    expect(counts.marks).toEqual({
      stale: 1,
      draft: 1,
      failed: 1,
      none: 2,
      making: 1,
      mine: 2,
      favourite: 1,
      locked: 1,
    })
    expect([...counts.cast]).toEqual([
      ['mara', 2],
      ['tom', 1],
    ])
  })
})
