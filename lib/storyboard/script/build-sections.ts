import { isBlank } from '#lib/runtime/fields.ts'
import { longest } from '../model.ts'
import { headingJoint } from './draft-prompt.ts'
import { joinLines } from './join-lines.ts'
import { tooLong } from './refuse-script.ts'
import * as script from './script-model.ts'
import { splitLong } from './split-long.ts'
import { splitSentences } from './split-sentences.ts'

/** By sentence, or each line (each paragraph, each row) as it is. */
export type SplitBy = 'sentence' | 'line'

export type BuiltSections = { sections: script.ScriptSection[]; leftOut: LeftOutCount[]; warnings: string[] }
export type LeftOutCount = { what: script.LeftOut; count: number; examples: string[] }

/** What was parsed as it will stand on the board: sections of sentences. Every word of it is in one of them, or left out by name. */
export function buildSections(
  parsed: script.ParsedScript,
  { language, splitBy }: { language: string; splitBy: SplitBy },
): BuiltSections {
  const state: State = { sections: [], level: 0, pending: undefined, leftOut: new Map(), longCount: 0, count: 0 }
  const isParted = parsed.elements.some(({ kind }) => kind === 'heading')
  const firstTitle = isParted ? 'Opening' : (parsed.title ?? 'Section 1')
  for (const element of parsed.elements) addElement(state, element, { language, splitBy, firstTitle })
  endPending(state, firstTitle)
  return { sections: state.sections, leftOut: [...state.leftOut.values()], warnings: warningsOf(state) }
}

type State = {
  sections: script.ScriptSection[]
  /** The depth of the heading the last section has. */
  level: number
  /** A direction that waits for the words it goes with. */
  pending: Direction | undefined
  leftOut: Map<script.LeftOut, LeftOutCount>
  longCount: number
  count: number
}
type Direction = { text: string; speaker: string }
type How = { language: string; splitBy: SplitBy; firstTitle: string }

function addElement(state: State, element: script.ScriptElement, how: How): void {
  if (element.kind === 'left-out') {
    leaveOut(state, element.what, element.text)
    return
  }
  if (element.kind === 'parenthetical') {
    endPending(state, how.firstTitle)
    state.pending = element
    return
  }
  if (element.kind !== 'dialogue') endPending(state, how.firstTitle)
  if (isBlank(element.text)) return
  if (element.kind === 'heading' && element.text.length <= longest.sectionTitle) {
    openSection(state, element)
    return
  }
  if (element.kind === 'action' && isOrnament.test(element.text)) {
    leaveOut(state, 'page mark', element.text)
    return
  }
  const speaker = element.kind === 'dialogue' || element.kind === 'row' ? element.speaker : null
  const prompt = element.kind === 'row' ? element.prompt : null
  const isWhole = element.kind === 'row' || how.splitBy === 'line'
  const pieces = isWhole ? [element] : splitSentences(element.text, how.language)
  for (const { text } of pieces) addSentence(state, { text, speaker, prompt }, how.firstTitle)
}

/** Stars and lines between two scenes of a novel. */
const isOrnament = /^[\s*#~_=•·⁂◆◇–—-]+$/u

/** A heading with nothing below it but a deeper one belongs to that. */
function openSection(state: State, { text, level }: { text: string; level: number }): void {
  const title = text.replace(/\s+/gu, ' ').trim()
  const last = state.sections.at(-1)
  const joined =
    last && last.sentences.length === 0 && level > state.level ? `${last.title}${headingJoint}${title}` : ''
  if (last && joined !== '' && joined.length <= longest.sectionTitle) last.title = joined
  else state.sections.push({ title, sentences: [] })
  state.level = level
  if (state.sections.length > script.mostSections) throw tooLong(`${script.mostSections.toLocaleString('en')} sections`)
}

function addSentence(state: State, { speaker, ...given }: script.ScriptSentence, firstTitle: string): void {
  const direction = state.pending
  state.pending = undefined
  if (direction && direction.speaker !== speaker) say(state, direction, firstTitle)
  const isDirected = direction !== undefined && direction.speaker === speaker
  const text = isDirected ? `${direction.text} ${given.text}` : given.text
  const parts = splitLong(joinLines(text).trim(), longest.sentenceText)
  if (parts.length > 1) state.longCount++
  for (const part of parts) push(state, { ...given, speaker, text: part }, firstTitle)
}

function endPending(state: State, firstTitle: string): void {
  const direction = state.pending
  state.pending = undefined
  if (direction) say(state, direction, firstTitle)
}

/** A direction that nothing follows is a sentence by itself. */
function say(state: State, direction: Direction, firstTitle: string): void {
  const { text, speaker } = direction
  const words = joinLines(text).trim()
  for (const part of splitLong(words, longest.sentenceText)) {
    push(state, { text: part, speaker, prompt: null }, firstTitle)
  }
}

function push(state: State, sentence: script.ScriptSentence, firstTitle: string): void {
  if (isBlank(sentence.text)) return
  if (state.sections.length === 0)
    state.sections.push({ title: firstTitle.slice(0, longest.sectionTitle), sentences: [] })
  const prompt = sentence.prompt?.slice(0, longest.prompt) ?? null
  const speaker = sentence.speaker?.slice(0, longest.castName) ?? null
  state.sections.at(-1)?.sentences.push({ ...sentence, speaker, prompt })
  if (++state.count > script.mostSentences) throw tooLong(`${script.mostSentences.toLocaleString('en')} sentences`)
}

function leaveOut(state: State, what: script.LeftOut, text: string): void {
  const known = state.leftOut.get(what) ?? { what, count: 0, examples: [] }
  known.count++
  if (known.examples.length < 20) known.examples.push(text.replace(/\s+/gu, ' ').trim().slice(0, 200))
  state.leftOut.set(what, known)
}

function warningsOf({ longCount }: State): string[] {
  if (longCount === 0) return []
  const most = longest.sentenceText.toLocaleString('en')
  const what = longCount === 1 ? 'A sentence is' : `${longCount} sentences are`
  return [`${what} longer than ${most} characters and split at a clause.`]
}
