import { expect, it } from 'vitest'
import { draftStanding } from './draft-standing.ts'

it.each([
  [[], false, []],
  [['this is a draft'], true, []],
  [['prompt changed'], false, ['prompt changed']],
  [['this is a draft', 'prompt changed'], false, ['prompt changed']],
])('of %j only what has changed makes it stale', (reasons, isOnlyDraft, changes) => {
  expect(draftStanding(reasons)).toEqual({ isOnlyDraft, changes })
})
