import { expect, test } from 'vitest'
import type { CastRow, SentenceRow } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { emptyBoard, idOf } from '#lib/testing/boards.ts'
import { composeForGpu, type KnownWorkflow } from './compose-for-gpu.ts'

const nova: CastRow = {
  ...{ id: idOf(31), projectId: idOf(1), kind: 'character', name: 'Nova', look: 'red hair', triggerWords: '' },
  ...{ loras: [{ name: 'ink', weight: 1 }], references: ['aa', 'bb', 'cc'], workflow: null },
  ...{ position: 'a0', version: 1, deleted: false },
}
const sentence: SentenceRow = {
  ...newSentence,
  ...{ id: idOf(21), sectionId: idOf(11), text: 'Nova walks.', position: 'a0', castIds: [nova.id] },
  imagePrompt: 'Nova walks in the rain',
}
const workflows: KnownWorkflow[] = [
  { id: 'flux-2', accepts: { loras: { most: 4 }, references: { most: 2 } } },
  { id: 'plain', accepts: {} },
  { id: 'broken', accepts: null },
]

function compose(workflow: string | null, listed: KnownWorkflow[] | undefined) {
  const absent = { ...nova, id: idOf(32), name: 'Ada', look: 'a bald woman' }
  const project = { ...emptyBoard.project, workflow }
  return composeForGpu({ sentence, project, cast: [nova, absent], workflows: listed })
}

test('leaves out what the workflow does not take, and says so', () => {
  const { workflow, composed } = compose(null, workflows)
  expect(workflow).toBe('flux-2')
  expect(composed).toMatchObject({
    prompt: 'red hair, Nova walks in the rain',
    loras: [{ name: 'ink', weight: 1 }],
    references: ['aa', 'bb'],
    warnings: ['This workflow takes at most 2 reference pictures, so these are left out: one of Nova.'],
  })
})

test('of a workflow that takes no extras keeps the words alone', () => {
  const { composed } = compose('plain', workflows)
  expect(composed).toMatchObject({ loras: [], references: [] })
  expect(composed.warnings).toHaveLength(2)
})

test.each([
  ['not read yet', null, undefined],
  ['not listed', 'gone', workflows],
  ['not usable', 'broken', workflows],
])('with a workflow that is %s leaves nothing out', (_, workflow, listed) => {
  const { composed } = compose(workflow, listed)
  expect(composed).toMatchObject({ loras: [{ name: 'ink' }], references: ['aa', 'bb', 'cc'], warnings: [] })
})
