'use client'

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { foundAgain } from '../_import/describe-imported.ts'
import type { ConflictChoice } from './conflict-notice.tsx'
import { type SaveStatus, saveStatusOf } from './describe-saving.ts'
import { redo, remember, type Step, stepBack, undo } from './history.ts'
import { emptyOutboxState, withPending } from './outbox.ts'
import {
  type Conflict,
  type OpenConflict,
  type Refused,
  readField,
  showConflict,
  type TextEdit,
} from './outbox-model.ts'
import { knowingOf, noteActs } from './own-places.ts'
import { useBoardSession } from './sessions.tsx'
import { useBoardFeed } from './use-board-feed.ts'
import { whenSaved } from './when-saved.ts'

export type BoardHandle = {
  /** What the person sees: the server's board with their own edits on it. */
  board: Board | undefined
  error: Error | null
  status: SaveStatus
  pendingCount: number
  /** Where a person has to choose between two texts, by `conflictKey`. */
  conflicts: Readonly<Record<string, Conflict>>
  /** Words that the server would not take. */
  refused: readonly Refused[]
  /** Words in sentences that no board shows any more. */
  unseen: readonly TextEdit[]
  arrivals: ReadonlySet<string>
  /** Does something, remembers how to take it back, and gives what does so as long as nothing was done since. */
  perform(label: string, ...edits: BoardEdit[]): () => void
  /** Changes a text while it is being typed; many of these are one act. */
  type(label: string, edit: BoardEdit): void
  /** Saves at once what was typed. */
  flush(): void
  canUndo: boolean
  canRedo: boolean
  undo(): void
  redo(): void
  settleConflict(key: string, choice: ConflictChoice): void
  dropRefused(id: string): void
  /** The sentence, and words in it that nobody sees, need not stay on the page. */
  letGo(sentenceId: string): void
  /** Saves what was typed, and answers when the sentence is as the person sees it, or with the reason why it is not. */
  whenSaved(sentenceId: string): Promise<ErrorBody | undefined>
}

export function useBoard(projectId: string): BoardHandle {
  const { data: served, error } = useBoardFeed(projectId)
  const session = useBoardSession(projectId)
  const { outbox } = session
  const toast = useToast()
  // The history is no state of React's: an act that is out of reach has to be drawn out of reach.
  const [, redraw] = useState(0)
  // After the first paint, which is as the server drew it.
  useEffect(() => {
    const forget = session.onRecalled(() => redraw((count) => count + 1))
    session.recall()
    return forget
  }, [session])
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState, () => emptyOutboxState)
  const { pending, conflicts: open } = state
  const board = useMemo(() => served && withPending(served, { pending, conflicts: open }), [served, pending, open])
  const conflicts = useMemo(() => showConflicts(served, open, session.personId), [served, open, session])

  const act = useCallback(
    (label: string, edits: readonly BoardEdit[], isTyping: boolean): Step | undefined => {
      if (!served) return undefined
      const seen = withPending(served, outbox.getState())
      const step = stepBack({ board: seen, edits, label, at: Date.now(), isTyping })
      session.history = remember(session.history, step)
      noteActs(session, edits)
      outbox.add(edits, { isTyping })
      return step
    },
    [served, session, outbox],
  )

  const refuse = useCallback(
    (what: string, reason: string) => toast({ title: `Not ${what}`, description: reason }),
    [toast],
  )

  const goBack = useCallback(
    (turn: typeof undo, word: string) => {
      const turned = served && turn(session.history, withPending(served, outbox.getState()), knowingOf(session))
      if (!turned) return
      const { label, result, history } = turned
      session.history = history
      if ('reason' in result) {
        redraw((count) => count + 1)
        return refuse(`${turn === undo ? 'taken back' : 'done again'}: ${label}`, result.reason)
      }
      noteActs(session, result.edits)
      outbox.add(result.edits)
      const isImport = result.edits.some(({ kind }) => kind === 'script.takeBack')
      toast({ title: `${word}: ${label}`, ...(isImport && { description: foundAgain }) })
    },
    [served, session, outbox, toast, refuse],
  )

  // A notice offers to take its act back long after the render it came from.
  const goBackNow = useRef(goBack)
  useLayoutEffect(() => {
    goBackNow.current = goBack
  })

  const settleConflict = useCallback(
    (key: string, choice: ConflictChoice) => {
      const [asked, conflict] = [open[key], conflicts[key]]
      outbox.settleConflict(key)
      if (!asked || !conflict || conflict[choice] === conflict.current) return
      const edit = { id: asked.id, field: readField(asked.field), text: conflict[choice], baseText: conflict.current }
      act('choosing a text', [{ kind: 'sentence.edit', ...edit }], false)
    },
    [open, conflicts, outbox, act],
  )

  return {
    board,
    error,
    status: saveStatusOf(state),
    pendingCount: pending.length,
    conflicts,
    refused: state.refused,
    unseen: state.unseen,
    arrivals: session.arrivals,
    perform: useCallback(
      (label, ...edits) => {
        const step = act(label, edits, false)
        return () => {
          const { undo: acts } = session.history
          if (!step || step.edits.length === 0) return
          if (acts.at(-1) === step) goBackNow.current(undo, 'Undone')
          else
            refuse(
              `taken back: ${label}`,
              acts.includes(step) ? 'Something was done since. Undo that first.' : 'It is undone already.',
            )
        }
      },
      [act, refuse, session],
    ),
    type: useCallback((label, edit) => void act(label, [edit], true), [act]),
    flush: outbox.flush,
    canUndo: session.history.undo.length > 0,
    canRedo: session.history.redo.length > 0,
    undo: useCallback(() => goBack(undo, 'Undone'), [goBack]),
    redo: useCallback(() => goBack(redo, 'Redone'), [goBack]),
    settleConflict,
    dropRefused: outbox.dropRefused,
    letGo: outbox.letGo,
    whenSaved: useCallback((sentenceId) => whenSaved(outbox, sentenceId), [outbox]),
  }
}

function showConflicts(
  served: Board | undefined,
  open: Readonly<Record<string, OpenConflict>>,
  personId: string,
): Readonly<Record<string, Conflict>> {
  const shown = Object.entries(open).flatMap(([key, conflict]) => {
    const row = served && findRow(served.sentences, conflict.id)
    return row ? [[key, showConflict(conflict, row, personId)] as const] : []
  })
  return Object.fromEntries(shown)
}
