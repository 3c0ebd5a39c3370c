'use server'

import { action } from '#app/_server/action.ts'
import {
  addSectionInput,
  addSentencesInput,
  createProjectInput,
  editSentenceInput,
  moveSectionInput,
  moveSentenceInput,
  projectInput,
  renameProjectInput,
  renameSectionInput,
  sectionInput,
  sentenceInput,
  updateSentenceInput,
} from '#lib/storyboard/model.ts'
import * as projects from '#lib/storyboard/project-commands.ts'
import * as sections from '#lib/storyboard/section-commands.ts'
import * as sentences from '#lib/storyboard/sentence-commands.ts'
import { updateSentence as updateSentenceNow } from '#lib/storyboard/update-sentence.ts'

export const createProject = action(createProjectInput, (ctx, input) =>
  projects.createProject(ctx, { ...input, teamId: ctx.teamId }),
)
export const renameProject = action(renameProjectInput, projects.renameProject)
export const deleteProject = action(projectInput, projects.deleteProject)
export const restoreProject = action(projectInput, projects.restoreProject)

export const addSection = action(addSectionInput, sections.addSection)
export const renameSection = action(renameSectionInput, sections.renameSection)
export const moveSection = action(moveSectionInput, sections.moveSection)
export const deleteSection = action(sectionInput, sections.deleteSection)
export const restoreSection = action(sectionInput, sections.restoreSection)

export const addSentences = action(addSentencesInput, sentences.addSentences)
export const editSentence = action(editSentenceInput, sentences.editSentence)
export const updateSentence = action(updateSentenceInput, updateSentenceNow)
export const moveSentence = action(moveSentenceInput, sentences.moveSentence)
export const deleteSentence = action(sentenceInput, sentences.deleteSentence)
export const restoreSentence = action(sentenceInput, sentences.restoreSentence)
