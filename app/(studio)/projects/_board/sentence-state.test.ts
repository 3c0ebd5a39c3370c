import { describe, expect, it } from 'vitest'
import type { JobState } from '#lib/jobs/model.ts'
import { type PictureState, pictureStateOf } from './sentence-state.ts'

const fresh = { activeJobId: null, imageUrl: '/f', isImageDirty: false, staleBecause: [] }
const job = (state: JobState) => ({ id: 'j', kind: 'image' as const, state, error: null, version: 1 })

describe('how the picture of a sentence stands', () => {
  it.each<[Partial<Parameters<typeof pictureStateOf>[0]>, JobState | undefined, PictureState]>([
    [{}, undefined, 'fresh'],
    [{ isImageDirty: true }, 'completed', 'stale'],
    [{ isImageDirty: true, staleBecause: ['this is a draft'] }, 'completed', 'draft'],
    [{ isImageDirty: true, staleBecause: ['this is a draft', 'prompt changed'] }, 'completed', 'stale'],
    [{ imageUrl: null }, undefined, 'none'],
    [{}, 'failed', 'failed'],
    [{}, 'cancelled', 'fresh'],
    // A row that was read a moment before its job failed, and one that knows of a later job.
    [{ activeJobId: 'j' }, 'failed', 'failed'],
    [{ activeJobId: 'k' }, 'failed', 'active'],
    // What was just asked for is known of its job first.
    [{}, 'queued', 'active'],
    [{ isImageDirty: true }, 'processing', 'active'],
  ])('%j, %s: %s', (row, state, expected) => {
    expect(pictureStateOf({ ...fresh, ...row }, state && job(state))).toBe(expected)
  })
})
