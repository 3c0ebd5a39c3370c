'use server'

import { action } from '#app/_server/action.ts'
import { copySentences as copySentencesNow } from '#lib/copies/copy-sentences.ts'
import { copySentencesInput } from '#lib/copies/model.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { editSentence as editSentenceNow } from '#lib/storyboard/edit-sentence.ts'
import * as many from '#lib/storyboard/many-sentences.ts'
import * as merge from '#lib/storyboard/merge-sentences.ts'
import {
  addSectionInput,
  addSentencesInput,
  chooseShownInput,
  createProjectInput,
  editSentenceInput,
  mergeSentencesInput,
  moveSectionInput,
  moveSentencesInput,
  projectInput,
  renameProjectInput,
  renameSectionInput,
  type SentenceRow,
  sectionInput,
  sentencesInput,
  setSentencesInput,
  splitSentenceInput,
  unmergeSentencesInput,
} from '#lib/storyboard/model.ts'
import * as projects from '#lib/storyboard/project-commands.ts'
import * as sections from '#lib/storyboard/section-commands.ts'
import * as sentences from '#lib/storyboard/sentence-commands.ts'
import { splitSentence as splitSentenceNow } from '#lib/storyboard/split-sentence.ts'
import * as unmerge from '#lib/storyboard/unmerge-sentences.ts'
import { unsplitSentenceInput } from '#lib/storyboard/unsplit-input.ts'
import { unsplitSentence as unsplitSentenceNow } from '#lib/storyboard/unsplit-sentence.ts'
import { writeShadow } from '#lib/takes/shadow.ts'
import { showTake } from '#lib/takes/show-take.ts'

export const createProject = action(createProjectInput, (ctx, input) =>
  projects.createProject(ctx, { ...input, teamId: ctx.teamId }),
)
export const renameProject = action(renameProjectInput, projects.renameProject)
export const deleteProject = action(projectInput, projects.deleteProject)
export const restoreProject = action(projectInput, projects.restoreProject)
export const archiveProject = action(projectInput, projects.archiveProject)
export const unarchiveProject = action(projectInput, projects.unarchiveProject)

export const addSection = action(addSectionInput, sections.addSection)
export const renameSection = action(renameSectionInput, sections.renameSection)
export const moveSection = action(moveSectionInput, sections.moveSection)
export const deleteSection = action(sectionInput, sections.deleteSection)
export const restoreSection = action(sectionInput, sections.restoreSection)

export const addSentences = action(addSentencesInput, sentences.addSentences)
export const copySentences = action(copySentencesInput, (ctx, input) =>
  copySentencesNow(ctx, processParts().media, input),
)
export const editSentence = action(editSentenceInput, editSentenceNow)
export const setSentences = action(setSentencesInput, many.setSentences)
export const moveSentences = action(moveSentencesInput, many.moveSentences)
export const deleteSentences = action(sentencesInput, many.deleteSentences)
export const archiveSentences = action(sentencesInput, many.archiveSentences)
export const restoreSentences = action(sentencesInput, async (ctx, input) => {
  const { rows, movedIds } = await many.restoreSentences(ctx, input)
  letFollow(ctx, movedIds)
  return rows
})
export const splitSentence = action(splitSentenceInput, splitSentenceNow)
export const unsplitSentence = action(unsplitSentenceInput, unsplitSentenceNow)
export const mergeSentences = action(mergeSentencesInput, async (ctx, input) =>
  followAll(ctx, await merge.mergeSentences(ctx, input)),
)
export const unmergeSentences = action(unmergeSentencesInput, async (ctx, input) =>
  followAll(ctx, await unmerge.unmergeSentences(ctx, input)),
)
export const chooseShown = action(chooseShownInput, async (ctx, input) => {
  const row = await showTake(ctx, input)
  letFollow(ctx, [row.id])
  return row
})

function followAll(ctx: Ctx, rows: SentenceRow[]): SentenceRow[] {
  letFollow(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows
}

/** A person's next action waits for this one, so the files for other programs, which may be far away, are not waited for. */
function letFollow(ctx: Ctx, ids: string[]): void {
  for (const id of ids) void writeShadow(ctx, processParts().media, id)
}
