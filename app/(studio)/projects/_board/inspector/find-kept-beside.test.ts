import { describe, expect, it } from 'vitest'
import type { TakeRow } from '#lib/takes/model.ts'
import { findKeptBeside } from './find-kept-beside.ts'

const row: TakeRow = {
  ...{
    id: '',
    projectId: 'p',
    sentenceId: 's',
    jobId: 'j',
    kind: 'image',
    quality: 'final',
    pictureIndex: 0,
    count: 1,
    workflow: 'w',
    seed: '1',
  },
  ...{ width: 1920, height: 1080, mediaType: 'image/png', sizeBytes: 1, isCurrent: false, favourite: false },
  ...{ locked: false, deleted: false, createdAt: '2026-01-01T00:00:00.000Z', replayed: null, url: '/take' },
}
const old: TakeRow = { ...row, id: 'old', jobId: 'before' }
const made: TakeRow = { ...row, id: 'made' }
const known = new Set(['old'])

describe('findKeptBeside', () => {
  it('says which of two reasons kept it beside', () => {
    const find = (shown: TakeRow, isLocked = false) => findKeptBeside({ takes: [made, shown], known, isLocked })
    expect(find({ ...old, isCurrent: true, locked: true })?.title).toMatch(/you locked$/)
    expect(find({ ...old, isCurrent: true })?.title).toMatch(/you chose$/)
    expect(find({ ...old, isCurrent: true }, true)?.title).toMatch(/the sentence is locked$/)
    expect(find({ ...old, isCurrent: true })?.take.id).toBe('made')
  })

  it('says of drafts how many lie beside the final', () => {
    const final: TakeRow = { ...old, isCurrent: true }
    const draft: TakeRow = { ...made, quality: 'draft' }
    const find = (...takes: TakeRow[]) => findKeptBeside({ takes, known, isLocked: false })?.title
    expect(find(draft, final)).toBe('The draft lies beside the final')
    expect(find(draft, { ...draft, id: 'second', pictureIndex: 1 }, final)).toBe('2 drafts lie beside the final')
    expect(find(draft, { ...final, locked: true })).toMatch(/you locked$/)
    expect(find(draft, { ...final, quality: 'draft' })).toMatch(/you chose$/)
  })

  it.each<[string, TakeRow[]]>([
    ['one that was made with it is shown', [made, { ...made, id: 'second', isCurrent: true }, old]],
    ['the new one is shown', [{ ...made, isCurrent: true }, old]],
    ['there is no new one', [old]],
    ['only a clip is new', [{ ...made, kind: 'video' }, old]],
    ['what is new is older than what was there', [old, made]],
    ['none is shown', [made, old]],
    ['there is none', []],
  ])('says nothing when %s', (_, takes) => {
    expect(findKeptBeside({ takes, known, isLocked: false })).toBeUndefined()
  })
})
