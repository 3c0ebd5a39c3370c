import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { editSentence } from '#lib/storyboard/edit-sentence.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import {
  archiveSentences,
  deleteSentences,
  moveSentences,
  restoreSentences,
  setSentences,
} from '#lib/storyboard/many-sentences.ts'
import { mergeSentences } from '#lib/storyboard/merge-sentences.ts'
import { patchBoard } from '#lib/storyboard/merging.ts'
import type { Board } from '#lib/storyboard/model.ts'
import * as sections from '#lib/storyboard/section-commands.ts'
import { addSentences } from '#lib/storyboard/sentence-commands.ts'
import { splitSentence } from '#lib/storyboard/split-sentence.ts'
import { unmergeSentences } from '#lib/storyboard/unmerge-sentences.ts'
import { unsplitSentence } from '#lib/storyboard/unsplit-sentence.ts'
import { bringTakeBack, putTakeAway } from '#lib/takes/edit-takes.ts'
import { showTake } from '#lib/takes/show-take.ts'
import { emptyHistory, type History, redo, remember, stepBack, undo } from './history.ts'
import { emptyOutboxState } from './outbox.ts'
import { knowingOf, noteActs, noteConfirmed, type OwnPlaces } from './own-places.ts'

/** A person at a board as their tab knows it: what others do is not on it until it is read again. */
export type Desk = { ctx: Ctx; board: Board; history: History; places: OwnPlaces }

export function aDesk(ctx: Ctx, board: Board): Desk {
  return { ctx, board, history: emptyHistory, places: new Map() }
}

/** Does it, and remembers the way back, as a tab does. Gives what the server would not do. */
export async function act(desk: Desk, label: string, ...edits: BoardEdit[]): Promise<Sent> {
  desk.history = remember(desk.history, stepBack({ board: desk.board, edits, label, at: 0 }))
  return await send(desk, label, edits)
}

/** Takes the last act back, or does it again, where nobody has changed the thing since. */
export async function turn(desk: Desk, way: 'undo' | 'redo'): Promise<Sent> {
  const turned = (way === 'undo' ? undo : redo)(desk.history, desk.board, knowingOf(sessionOf(desk)))
  if (!turned) return { label: '', edits: [], refused: [] }
  desk.history = turned.history
  return await send(desk, turned.label, 'edits' in turned.result ? turned.result.edits : [])
}

export type Sent = { label: string; edits: readonly BoardEdit[]; refused: AppError[] }

async function send(desk: Desk, label: string, edits: readonly BoardEdit[]): Promise<Sent> {
  noteActs(sessionOf(desk), edits)
  const refused: AppError[] = []
  for (const edit of edits) {
    try {
      const part = await carryOut(desk.ctx, edit)
      noteConfirmed(desk, edit, part)
      desk.board = patchBoard(desk.board, part)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.push(error)
    }
  }
  return { label, edits, refused }
}

function sessionOf({ ctx, places }: Desk) {
  const nothing = { letGo() {} }
  const outbox = { ...nothing, getState: () => emptyOutboxState }
  return { places, outbox, held: nothing, personId: ctx.actor.personId }
}

async function carryOut(ctx: Ctx, edit: BoardEdit): Promise<Partial<Board>> {
  switch (edit.kind) {
    case 'section.delete':
      return { sections: [await sections.deleteSection(ctx, edit)] }
    case 'section.restore':
      return { sections: [await sections.restoreSection(ctx, edit)] }
    case 'sentence.add':
      return { sentences: await addSentences(ctx, edit) }
    case 'sentence.edit':
      return { sentences: [await editSentence(ctx, edit)] }
    case 'sentence.set':
      return { sentences: await setSentences(ctx, edit) }
    case 'sentence.move':
      return { sentences: await moveSentences(ctx, edit) }
    case 'sentence.delete':
      return { sentences: await deleteSentences(ctx, edit) }
    case 'sentence.archive':
      return { sentences: await archiveSentences(ctx, edit) }
    case 'sentence.restore':
      return { sentences: (await restoreSentences(ctx, edit)).rows }
    case 'sentence.split':
      return { sentences: await splitSentence(ctx, edit) }
    case 'sentence.unsplit':
      return await unsplitSentence(ctx, edit)
    case 'sentence.merge':
      return { sentences: await mergeSentences(ctx, edit) }
    case 'sentence.unmerge':
      return { sentences: await unmergeSentences(ctx, edit) }
    case 'sentence.choose':
      return { sentences: [await showTake(ctx, edit)] }
    case 'take.delete':
      return { sentences: (await putTakeAway(ctx, edit)).sentences }
    case 'take.restore':
      return { sentences: (await bringTakeBack(ctx, edit)).sentences }
    default:
      throw new Error(`Nobody does ${edit.kind} here.`)
  }
}
