import { visibleSections } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { mostTextsRead, type Scenes } from '#lib/storyboard/script/first-prompts.ts'

/** What first prompts are drafted from, as the server reads it too. */
export function scenesOf(board: Board): Scenes {
  const texts = board.sentences.filter((row) => !row.deleted).slice(0, mostTextsRead)
  return {
    sections: visibleSections(board),
    scriptLanguage: board.scriptLanguage,
    texts: texts.map(({ text }) => text),
  }
}
