'use client'

import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { redo, remember, type Step, stepBack, undo } from './history.ts'
import { type Conflict, emptyOutboxState, type SaveStatus, withPending } from './outbox.ts'
import { useBoardSession } from './sessions.tsx'
import { useBoardFeed } from './use-board-feed.ts'
import { whenSaved } from './when-saved.ts'

export type BoardHandle = {
  /** What the person sees: the server's board with their own edits on it. */
  board: Board | undefined
  error: Error | null
  status: SaveStatus
  pendingCount: number
  conflicts: Readonly<Record<string, Conflict>>
  arrivals: ReadonlySet<string>
  /** Does something, remembers how to take it back, and gives a function that takes back just this. */
  perform(label: string, ...edits: BoardEdit[]): () => void
  /** Changes a text while it is being typed; many of these are one act. */
  type(label: string, edit: BoardEdit): void
  /** Saves at once what was typed. */
  flush(): void
  canUndo: boolean
  canRedo: boolean
  undo(): void
  redo(): void
  settleConflict(key: string): void
  /** Saves what was typed, and answers when the sentence is as the person sees it, or with the reason why it is not. */
  whenSaved(sentenceId: string): Promise<ErrorBody | undefined>
}

export function useBoard(projectId: string): BoardHandle {
  const { data: served, error } = useBoardFeed(projectId)
  const session = useBoardSession(projectId)
  const { outbox } = session
  const toast = useToast()
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState, () => emptyOutboxState)
  const board = useMemo(() => served && withPending(served, state.pending), [served, state.pending])

  const act = useCallback(
    (label: string, edits: readonly BoardEdit[], isTyping: boolean): Step | undefined => {
      if (!served) return undefined
      const before = withPending(served, outbox.getState().pending)
      const step = stepBack({ board: before, edits, label, at: Date.now() })
      session.history = remember(session.history, step)
      outbox.add(edits, { isTyping })
      return step
    },
    [served, session, outbox],
  )

  const goBack = useCallback(
    (turn: typeof undo, word: string) => {
      const result = served && turn(session.history, withPending(served, outbox.getState().pending))
      if (!result) return
      session.history = result.history
      outbox.add(result.step.edits)
      toast({ title: `${word}: ${result.step.label}` })
    },
    [served, session, outbox, toast],
  )

  return {
    board,
    error,
    status: state.status,
    pendingCount: state.pending.length,
    conflicts: state.conflicts,
    arrivals: session.arrivals,
    perform: useCallback(
      (label, ...edits) => {
        const step = act(label, edits, false)
        return () => {
          if (session.history.undo.at(-1) === step) goBack(undo, 'Undone')
          else if (step) act(label, step.edits, false)
        }
      },
      [act, goBack, session],
    ),
    type: useCallback((label, edit) => void act(label, [edit], true), [act]),
    flush: outbox.flush,
    canUndo: session.history.undo.length > 0,
    canRedo: session.history.redo.length > 0,
    undo: useCallback(() => goBack(undo, 'Undone'), [goBack]),
    redo: useCallback(() => goBack(redo, 'Redone'), [goBack]),
    settleConflict: outbox.settleConflict,
    whenSaved: useCallback((sentenceId) => whenSaved(outbox, sentenceId), [outbox]),
  }
}
