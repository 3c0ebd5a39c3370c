import { matchSections, titleAfter } from '#lib/storyboard/script/plan-update.ts'
import type { ComparedSentence, ScriptComparison } from '#lib/storyboard/script-compare.ts'
import type { ScriptPreview } from '#lib/storyboard/script-preview.ts'

/** What a person decided otherwise, by the number of the sentence in the new version. */
export type Decisions = {
  /** Which one it was after all; null: none. */
  oldIds: ReadonlyMap<number, string | null>
  /** Whether the words on the board stay. */
  keeps: ReadonlyMap<number, boolean>
}
export const noDecisions: Decisions = { oldIds: new Map(), keeps: new Map() }

export type LineKind = 'same' | 'kept' | 'edited' | 'moved' | 'new'
export type ComparedLine = {
  index: number
  kind: LineKind
  text: string
  speaker: string | null
  old: ComparedSentence | null
  isMoved: boolean
  keepsText: boolean
}
/** `titleBefore` where the new version calls a section of the board otherwise. */
export type ComparedSection = { title: string; titleBefore: string | null; lines: ComparedLine[] }
export type Compared = { sections: ComparedSection[]; gone: ComparedSentence[] }

/** The new version with its sentences joined and split as on the board. What is put together has nothing of its own but words. */
export function arrangeAsBoard(
  sections: ScriptPreview['sections'],
  comparison: ScriptComparison,
): ScriptPreview['sections'] {
  const given = sections.flatMap(({ sentences }) => sentences)
  return comparison.sections.map(({ title, sentences }) => ({
    title,
    sentences: sentences.map(({ text, line, isWhole }) => {
      const { speaker = null, prompt = null } = given[line] ?? {}
      return { text, speaker, prompt: isWhole ? prompt : null }
    }),
  }))
}

/** The new version beside the board, with what a person decided. */
export function applyDecisions(
  sections: ScriptPreview['sections'],
  comparison: ScriptComparison,
  { oldIds, keeps }: Decisions,
): Compared {
  const known = new Map(comparison.sentences.map((sentence) => [sentence.id, sentence]))
  // What was chosen by hand for one is no longer another's.
  const chosen = new Set([...oldIds.values()].filter((id) => id !== null))
  const used = new Set<string>()
  let index = 0
  const compared = sections.map(({ title, sentences }) => ({
    title,
    lines: sentences.map(({ text, speaker }): ComparedLine => {
      const found = comparison.lines[index] ?? null
      const decided = oldIds.get(index)
      const own = found && !chosen.has(found.oldId) ? found.oldId : null
      const old = known.get((decided === undefined ? own : decided) ?? '') ?? null
      if (old) used.add(old.id)
      const isFound = old !== null && old.id === found?.oldId
      const isSame = old?.text === text
      // The script says what it said before, and somebody changed it on the board: that stays unless it is decided otherwise.
      const keepsText = old !== null && !isSame && (keeps.get(index) ?? (isFound && found.isUnchanged))
      const isMoved = isFound && found.isMoved
      const line = { index, text, speaker, old, isMoved, keepsText }
      index++
      return { ...line, kind: kindOf(line, isSame) }
    }),
  }))
  const gone = comparison.sentences.filter(({ id }) => !used.has(id))
  return { sections: withTitlesBefore(compared, comparison), gone }
}

/** The sections are found as they will be when the board is updated. */
function withTitlesBefore(
  compared: readonly Omit<ComparedSection, 'titleBefore'>[],
  { boardSections, sentences }: ScriptComparison,
): ComparedSection[] {
  const within = Map.groupBy(sentences, ({ sectionId }) => sectionId)
  const board = boardSections.map((one) => ({ ...one, sentenceIds: within.get(one.id)?.map(({ id }) => id) ?? [] }))
  const next = compared.map(({ title, lines }) => ({ title, oldIds: lines.map(({ old }) => old?.id ?? null) }))
  const found = matchSections(board, next)
  return compared.map((section, at) => {
    const was = boardSections.find(({ id }) => id === found[at])
    const isRenamed = was !== undefined && titleAfter(was, section.title) !== was.title
    return { ...section, titleBefore: isRenamed ? was.title : null }
  })
}

/**
 * What was decided before a second comparison, for the sentences as they are numbered now. Where the board was joined or split
 * otherwise meanwhile, nobody can tell which one was meant.
 */
export function keepDecisions(
  { oldIds, keeps }: Decisions,
  before: ScriptPreview['sections'],
  after: ScriptPreview['sections'],
): Decisions {
  const [was, now] = [textsOf(before), textsOf(after)]
  const first = countSame(was, now)
  const tail = countSame(was.slice(first).reverse(), now.slice(first).reverse())
  const placeOf = (index: number) => {
    if (index < first) return index
    return index < was.length - tail ? undefined : index + now.length - was.length
  }
  const move = <T>(decided: ReadonlyMap<number, T>) => {
    const moved = [...decided].map(([index, value]) => [placeOf(index), value] as const)
    return new Map(moved.flatMap(([index, value]) => (index === undefined ? [] : [[index, value] as const])))
  }
  return { oldIds: move(oldIds), keeps: move(keeps) }
}

/** From the start. */
function countSame(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((text, index) => text !== other[index])
  return end < 0 ? one.length : end
}

function textsOf(sections: ScriptPreview['sections']): string[] {
  return sections.flatMap(({ sentences }) => sentences.map(({ text }) => text))
}

function kindOf(
  { old, keepsText, isMoved }: Pick<ComparedLine, 'old' | 'keepsText' | 'isMoved'>,
  isSame: boolean,
): LineKind {
  if (!old) return 'new'
  if (keepsText) return 'kept'
  if (!isSame) return 'edited'
  return isMoved ? 'moved' : 'same'
}

export function countKinds({ sections, gone }: Compared): Record<LineKind | 'gone', number> {
  const counts = { same: 0, kept: 0, edited: 0, moved: 0, new: 0, gone: gone.length }
  for (const { lines } of sections) for (const { kind } of lines) counts[kind]++
  return counts
}

export function countRenamed({ sections }: Compared): number {
  return sections.filter(({ titleBefore }) => titleBefore !== null).length
}

/** Edited ones whose prompt is still the one that was drafted: for them a new one can be. */
export function countDrafts({ sections }: Compared): number {
  return sections.flatMap(({ lines }) => lines).filter(isRedraftable).length
}

function isRedraftable({ kind, old }: ComparedLine): boolean {
  return kind === 'edited' && old !== null && old.hasDraft && !old.locked
}

/** What is sent beside the script: which one each was, and which are no longer in it. */
export function toUpdate(
  draft: ScriptPreview['sections'],
  { sections, gone }: Compared,
  { redraft }: { redraft: boolean },
): { sections: object[]; gone: { id: string; text: string }[] } {
  return {
    sections: sections.map(({ title, lines }, at) => ({
      title,
      sentences: lines.map((line, place) => ({
        ...draft[at]?.sentences[place],
        ...(line.old && {
          old: {
            ...{ id: line.old.id, text: line.old.text, keepText: line.keepsText },
            newPrompt: redraft && isRedraftable(line),
          },
        }),
      })),
    })),
    gone: gone.map(({ id, text }) => ({ id, text })),
  }
}
