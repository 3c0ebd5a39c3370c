import { detectLanguage } from './detect-language.ts'
import { draftPrompt } from './draft-prompt.ts'
import { withTimes } from './scene-times.ts'

/** As much of a board as a first prompt is drafted from. */
export type Scenes = {
  /** In the order of the board. */
  sections: readonly { id: string; title: string }[]
  /** Of the newest version of the script; null when none was imported. */
  scriptLanguage: string | null
  /** Words on the board, as many of them as a language is told by. */
  texts: readonly string[]
}

type Coming = {
  sectionId: string
  sentences: readonly { text: string; speaker?: string | null | undefined }[]
}

/** The prompts that sentences begin with which come into a section of this board, by whichever way. */
export function firstPrompts(scenes: Scenes, { sectionId, sentences }: Coming): string[] {
  const headings = withTimes(scenes.sections.map(({ title }) => title))
  const heading = headings[scenes.sections.findIndex(({ id }) => id === sectionId)] ?? null
  const coming = sentences.slice(0, mostTextsRead).map(({ text }) => text)
  const language = languageOf({ ...scenes, texts: [...scenes.texts, ...coming] })
  return sentences.map(({ text, speaker }) => draftPrompt({ text, heading, language, speaker }))
}

/** That of the script, or else what the words show. */
export function languageOf({ scriptLanguage, texts }: Pick<Scenes, 'scriptLanguage' | 'texts'>): string {
  return scriptLanguage ?? detectLanguage(texts.join('\n'))
}

/** Of sentences as scripts have them, as much as is looked at to tell a language. */
export const mostTextsRead = 200
