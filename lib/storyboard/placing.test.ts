import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copySentences } from '#lib/copies/copy-sentences.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { anyEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { editSentence } from './edit-sentence.ts'
import { applyEdit, type BoardEdit } from './edits.ts'
import { archiveSentences, deleteSentences, moveSentences, restoreSentences, setSentences } from './many-sentences.ts'
import { mergeSentences } from './merge-sentences.ts'
import { patchBoard } from './merging.ts'
import type { Board } from './model.ts'
import { createProject, deleteProject, renameProject } from './project-commands.ts'
import { readBoard } from './queries.ts'
import * as sections from './section-commands.ts'
import { addSentences, deleteSentence, moveSentence, restoreSentence } from './sentence-commands.ts'
import { splitSentence } from './split-sentence.ts'
import { unmergeSentences } from './unmerge-sentences.ts'
import { unsplitSentence } from './unsplit-sentence.ts'

const studio = useStudio()
const storage = useMedia()

describe('at one moment', () => {
  it('sixty additions to one section all find a place of their own, in one order', async () => {
    const { sectionId } = await aProject(studio)
    const [first] = await sentences(studio.ctx, sectionId, 'first')
    const spots = [undefined, null, first?.id]
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        return addSentences(studio.ctx, { sectionId, sentences: [{ text: `${index}` }], afterId: spots[index % 3] })
      }),
    )
    expect(await positionsIn(sectionId)).toHaveLength(61)
  })

  it('moves, additions, deletions and restorations never put two rows at one place', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const { id: otherId } = await aSection(ctx, projectId)
    const rows = await sentences(ctx, sectionId, ...'abcdefgh')
    const ids = rows.map((row) => row.id)
    await Promise.all(
      Array.from({ length: 120 }, (_, index) => {
        const id = ids[index % ids.length] ?? ''
        const to = index % 3 === 0 ? otherId : sectionId
        const afterId = [null, undefined, ids[(index * 3) % ids.length]][index % 3]
        if (index % 7 === 0) return deleteSentence(ctx, { id })
        if (index % 7 === 1) return restoreSentence(ctx, { id })
        if (index % 7 === 2) return addSentences(ctx, { sectionId: to, sentences: [{ text: 'new' }], afterId })
        return moveSentence(ctx, { id, sectionId: to, afterId })
      }),
    )
    await positionsIn(sectionId)
    await positionsIn(otherId)
  })

  it('sections can be moved while they are typed into', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    await Promise.all(
      Array.from({ length: 90 }, (_, index) => {
        if (index % 3 === 0) return sections.moveSection(ctx, { id: sectionId, afterId: null })
        if (index % 3 === 1) return sentences(ctx, sectionId, `${index}`)
        return sections.addSection(ctx, { projectId, title: `${index}` })
      }),
    )
    const board = await readBoard(ctx, { projectId })
    expect(board.sentences).toHaveLength(30)
    expect(new Set(board.sections.map((row) => row.position)).size).toBe(31)
  })
})

it('a deleted row’s place is not given away', async () => {
  const { ctx } = studio
  const { sectionId } = await aProject(studio)
  const [, second] = await sentences(ctx, sectionId, 'a', 'b')
  await deleteSentence(ctx, { id: second?.id ?? '' })
  await sentences(ctx, sectionId, 'c')
  await restoreSentence(ctx, { id: second?.id ?? '' })
  await positionsIn(sectionId)
})

it('the server ends with the board the page showed, whatever a person does', async () => {
  // Every edit is a few round trips to Postgres: enough runs to find a disagreement, few enough to wait for.
  await fc.assert(
    fc.asyncProperty(fc.array(anyEdit, { minLength: 4, maxLength: 12 }), async (edits) => {
      const { ctx, teamId } = studio
      const { id } = await createProject(ctx, { id: emptyBoard.project.id, teamId, name: 'Board' })
      const cast = [31, 32].map((number) => ({ id: idOf(number), projectId: id, name: 'Nova', position: `a${number}` }))
      await ctx.db.castMember.createMany({ data: cast })
      let board = await readBoard(ctx, { projectId: id })
      for (const edit of edits) {
        const begun = asBegunOn(board, edit)
        const part = await carryOut(ctx, begun)
        if (part) board = patchBoard(applyEdit(board, begun), part)
      }
      expect(shown(await readBoard(ctx, { projectId: id }))).toEqual(shown(board))
      await deleteProject(ctx, { id })
      await ctx.db.project.delete({ where: { id } })
    }),
    { numRuns: 40, endOnFailure: true },
  )
})

/** A person begins with what stands on the page. */
function asBegunOn(board: Board, edit: BoardEdit): BoardEdit {
  const titleOf = (id: string) => board.sections.find((row) => row.id === id)?.title ?? ''
  if (edit.kind === 'project.rename') return { ...edit, baseName: board.project.name }
  return edit.kind === 'section.rename' ? { ...edit, baseTitle: titleOf(edit.id) } : edit
}

/**
 * What the page has to hear to show the same: only the server knows what of a sentence brought back was merged into another. Undefined
 * when the server refuses: rows that are not there, words that both changed, what is locked or cannot be split.
 */
async function carryOut(ctx: Ctx, edit: BoardEdit): Promise<Partial<Board> | undefined> {
  try {
    if (edit.kind === 'sentence.restore') return { sentences: (await restoreSentences(ctx, edit)).rows }
    await command(ctx, edit)
    return {}
  } catch (error) {
    if (isAppError(error) && /NOT_FOUND|CONFLICT|INVALID_INPUT/.test(error.code)) return undefined
    throw error
  }
}

function command(ctx: Ctx, edit: BoardEdit): Promise<unknown> {
  switch (edit.kind) {
    case 'project.rename':
      return renameProject(ctx, edit)
    case 'section.add':
      return sections.addSection(ctx, edit)
    case 'section.rename':
      return sections.renameSection(ctx, edit)
    case 'section.move':
      return sections.moveSection(ctx, edit)
    case 'section.delete':
      return sections.deleteSection(ctx, edit)
    case 'section.restore':
      return sections.restoreSection(ctx, edit)
    case 'sentence.add':
      return addSentences(ctx, edit)
    case 'sentence.copy':
      return copySentences(ctx, storage.media, edit)
    case 'sentence.edit':
      return editSentence(ctx, edit)
    case 'sentence.set':
      return setSentences(ctx, edit)
    case 'sentence.move':
      return moveSentences(ctx, edit)
    case 'sentence.delete':
      return deleteSentences(ctx, edit)
    case 'sentence.archive':
      return archiveSentences(ctx, edit)
    case 'sentence.restore':
      throw new Error('What it brings back is looked at.')
    case 'sentence.split':
      return splitSentence(ctx, edit)
    case 'sentence.unsplit':
      return unsplitSentence(ctx, edit)
    case 'sentence.merge':
      return mergeSentences(ctx, edit)
    case 'sentence.unmerge':
      return unmergeSentences(ctx, edit)
    case 'sentence.choose':
    case 'take.delete':
    case 'take.restore':
      throw new Error('Takes are chosen where there are takes.')
    case 'script.takeBack':
      throw new Error('No script is imported here.')
  }
}

/** The section's keys, deleted rows among them, after a look that no two are the same. */
async function positionsIn(sectionId: string): Promise<string[]> {
  const rows = await studio.ctx.db.sentence.findMany({ where: { sectionId }, select: { position: true } })
  const positions = rows.map((row) => row.position)
  expect(new Set(positions).size).toBe(positions.length)
  return positions
}

describe('a section that was deleted meanwhile', () => {
  it('takes no new sentence and none from elsewhere, and says so', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const { id: otherId } = await aSection(ctx, projectId)
    const [row] = await sentences(ctx, otherId, 'kept')
    await sections.deleteSection(ctx, { id: sectionId })
    const gone = { code: 'NOT_FOUND', message: 'Someone deleted this section meanwhile.' }
    await expect(addSentences(ctx, { sectionId, sentences: [{ text: 'lost' }] })).rejects.toMatchObject(gone)
    await expect(moveSentence(ctx, { id: row?.id ?? '', sectionId })).rejects.toMatchObject(gone)
    await sections.restoreSection(ctx, { id: sectionId })
    expect((await readBoard(ctx, { projectId })).sentences.map(({ text }) => text)).toEqual(['kept'])
  })
})
