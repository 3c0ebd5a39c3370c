import type { Ctx } from '#lib/runtime/context.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { comparePlaces } from '#lib/storyboard/positions.ts'
import { readBoardPart } from '#lib/storyboard/queries.ts'

/** Words that are all different, so that each can be followed wherever it goes. */
export type Words = { next(): string }

const letters = 'bcdfghjklmnprstvz'

export function createWords(): Words {
  let count = 0
  return {
    next() {
      const digits = [...(count++).toString(letters.length)].map((digit) => Number.parseInt(digit, letters.length))
      return `K${digits.map((digit) => `${letters[digit]}a`).join('')}`
    },
  }
}

export function wordsOf(text: string): string[] {
  return text.match(/K[a-z]+/gu) ?? []
}

/** The board with all that was ever deleted. */
export async function readWhole(ctx: Ctx, projectId: string): Promise<Board> {
  const named = { where: { projectId }, select: { id: true } }
  const sectionIds = (await ctx.db.section.findMany(named)).map(({ id }) => id)
  const sentenceIds = (await ctx.db.sentence.findMany(named)).map(({ id }) => id)
  const board = await readBoardPart(ctx, { projectId, sectionIds, sentenceIds })
  return { ...board, sections: board.sections.toSorted(comparePlaces), scriptLanguage: null }
}

export function seenRows({ sections, sentences }: Board): SentenceRow[] {
  const seen = sections.filter((row) => !row.deleted)
  return seen.flatMap(({ id }) => sentences.filter((row) => !row.deleted && row.sectionId === id))
}

/** How often each word is seen. */
export function seenWords(board: Board): Map<string, number> {
  const words = seenRows(board).flatMap(({ text }) => wordsOf(text))
  return new Map([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
}

export function hiddenWords(board: Board): string[] {
  const seen = new Set(seenRows(board))
  return board.sentences.filter((row) => !seen.has(row)).flatMap(({ text }) => wordsOf(text))
}
