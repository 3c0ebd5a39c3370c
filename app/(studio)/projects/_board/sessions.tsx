'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveSocket } from '#app/_live/use-live-socket.ts'
import { copyText } from '#app/_ui/copy-text.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { type ToastInput, useToast } from '#app/_ui/toasts.tsx'
import { newId } from '#lib/runtime/ids.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import { patchBoard } from '#lib/storyboard/merging.ts'
import type { Board } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { describeKept } from '../_import/describe-imported.ts'
import { browserStorage, tabStorage } from './browser-storage.ts'
import { createHeld, type HeldSentences } from './held.ts'
import { emptyHistory, type History, putBefore } from './history.ts'
import { keepActs, recallActs } from './history-store.ts'
import { type TakePages, withAnswered } from './inspector/strip-takes.ts'
import { createOutbox, type Outbox, type OutboxState } from './outbox.ts'
import { type Kept, wordsOf } from './outbox-model.ts'
import { keepQueue, nameOf, takeOrphans } from './outbox-store.ts'
import { noteConfirmed, type OwnPlaces } from './own-places.ts'
import { sendEdit } from './send-edit.ts'
import { createPresence } from './tab-presence.ts'
import { tellGone } from './tell-gone.ts'

/** What one tab does to one project. */
export type BoardSession = {
  /** What is on its way to the server. */
  outbox: Outbox
  personId: string
  /** What stays on the page while the person is in it. */
  held: HeldSentences
  /** Where this tab put rows, so that it is seen when somebody else moves them. */
  places: OwnPlaces
  /** What can be taken back. */
  history: History
  /**
   * Finds what was done in this tab before the page was loaded again, once all of it is on the board. False: it is not there yet.
   */
  recall(): boolean
  /** Tells when something was found. */
  onRecalled(listener: () => void): () => void
  /** Rows that came in while the whole board was being read. */
  touched: Set<string>
  /** What others wrote since the page was opened, as `id:version`: pointed out when it appears. */
  arrivals: Set<string>
  /** Those that were deleted here, by id: one that is brought back is seen before it is read again. */
  deletedTakes: Map<string, TakeRow>
  /** Looks on the server's board for words of this tab that went out of sight, and points them out. */
  look(board: Board | undefined, told?: ReadonlySet<string>): void
}

const SessionsContext = createContext<((projectId: string) => BoardSession) | null>(null)

type BoardSessionsProps = {
  /** Whose edits they are: another person at the same browser does not send them. */
  personId: string
  children: ReactNode
}

/** Sessions live as long as the tab, not the page: leaving a project does not stop its edits from being saved. */
export function BoardSessions({ personId, children }: BoardSessionsProps) {
  const queryClient = useQueryClient()
  const toast = useToast()
  const socket = useLiveSocket()
  const [sessions] = useState(() => new Map<string, BoardSession>())
  const [tabId] = useState(() => newId())
  const [sessionOf] = useState(() => (projectId: string) => {
    const session = sessions.get(projectId) ?? createSession({ projectId, personId, tabId, queryClient, toast })
    sessions.set(projectId, session)
    return session
  })

  useEffect(() => {
    const presence = createPresence(browserStorage())
    presence.stay(tabId)
    let again: ReturnType<typeof setTimeout> | undefined
    const collect = async () => {
      const place = browserStorage()
      const onFound = (projectId: string, kept: Kept) => sessionOf(projectId).outbox.adopt(kept)
      await takeOrphans({ place, names: Object.keys(place), personId, tabId, presence, onFound })
      clearTimeout(again)
      // The browser may need a moment to see that the page before this one is gone.
      if ([...sessions.values()].some((session) => !session.recall())) again = setTimeout(collect, recallAgainMs)
    }
    const retryAll = () => {
      for (const { outbox } of sessions.values()) outbox.retry()
      void collect()
    }
    const onVisibility = () => {
      if (document.visibilityState === 'visible') return void collect()
      for (const { outbox } of sessions.values()) outbox.flush()
    }
    const warn = (event: BeforeUnloadEvent) => {
      if ([...sessions.values()].some(({ outbox }) => hasUnsaved(outbox.getState()))) event.preventDefault()
    }
    const keepAll = () => {
      for (const [projectId, session] of sessions) {
        // What the page before this one kept, and nobody could take up yet, stays as it is.
        if (session.recall()) keepActs(tabStorage(), { personId, projectId }, { ...session, tabId })
      }
    }
    // What this tab had before a reload, and tabs that crashed, whatever page this one is on.
    void collect()
    const timer = setInterval(collect, lookEveryMs)
    socket.on('connect', retryAll)
    window.addEventListener('online', retryAll)
    document.addEventListener('visibilitychange', onVisibility)
    window.addEventListener('beforeunload', warn)
    window.addEventListener('pagehide', keepAll)
    return () => {
      clearInterval(timer)
      clearTimeout(again)
      socket.off('connect', retryAll)
      window.removeEventListener('online', retryAll)
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('pagehide', keepAll)
    }
  }, [socket, sessions, sessionOf, personId, tabId])

  return <SessionsContext value={sessionOf}>{children}</SessionsContext>
}

const recallAgainMs = 200
/** For what a tab left that crashed while this one is open. */
const lookEveryMs = 30_000

export function useBoardSession(projectId: string): BoardSession {
  return useBoardSessions()(projectId)
}

export function useBoardSessions(): (projectId: string) => BoardSession {
  const sessionOf = useContext(SessionsContext)
  if (!sessionOf) throw new Error('A board’s session is used outside of BoardSessions.')
  return sessionOf
}

type SessionParts = {
  projectId: string
  personId: string
  tabId: string
  queryClient: QueryClient
  toast(input: ToastInput): void
}

function createSession({ projectId, personId, tabId, queryClient, toast }: SessionParts): BoardSession {
  const listeners = new Set<() => void>()
  let isRecalled = false
  const session: BoardSession = {
    personId,
    held: createHeld(),
    places: new Map(),
    touched: new Set(),
    arrivals: new Set(),
    deletedTakes: new Map(),
    history: emptyHistory,
    recall() {
      if (isRecalled) return true
      const acts = recallActs(tabStorage(), { personId, projectId })
      // What the last page could not send is on no board yet: undo would go past it to what was done before.
      if (acts && browserStorage().getItem(nameOf({ personId, projectId, tabId: acts.tabId })) !== null) return false
      isRecalled = true
      if (!acts) return true
      // Somebody who waited for nothing has done more since: where they put a row since is where it is.
      const places = new Map([...acts.places, ...session.places])
      Object.assign(session, { history: putBefore(session.history, acts.history), places })
      for (const listener of listeners) listener()
      return true
    },
    onRecalled(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    outbox: createOutbox({
      send: sendEdit,
      keep: (kept) =>
        typeof window !== 'undefined' && keepQueue(browserStorage(), { personId, projectId, tabId }, kept),
      onConfirmed(part, edit) {
        noteConfirmed(session, edit, part)
        const gone = part.sentences?.filter((row) => row.gone !== null)
        patchCachedBoard({ queryClient, session, projectId, part, told: new Set(gone?.map((row) => row.id)) })
        for (const take of part.takes ?? []) noteTake({ queryClient, session, take })
        if (edit.kind === 'script.takeBack') {
          void queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })
          if (part.kept) toast({ title: 'Not all of the import was taken back', description: describeKept(part.kept) })
        }
      },
      onRefused: (edit, error) => toast({ ...errorToast(error), ...offerText(edit) }),
    }),
    look(board, told) {
      const found = board ? session.outbox.look(board, told) : []
      for (const edit of found) {
        // Whoever is in it reads it there.
        if (session.held.getIds().has(edit.id)) continue
        toast({ ...tellGone(findRow(board?.sentences ?? [], edit.id)), ...offerText(edit) })
      }
    },
  }
  return session
}

/** Puts rows into the cached board, and remembers them for a read of the whole board that may be under way. */
export function patchCachedBoard(input: {
  queryClient: QueryClient
  session: BoardSession
  projectId: string
  part: Partial<Board>
  /** Rows that no board shows any more. */
  told?: ReadonlySet<string>
}): void {
  const { queryClient, session, projectId, part, told } = input
  for (const row of [...(part.sections ?? []), ...(part.sentences ?? [])]) session.touched.add(row.id)
  queryClient.setQueryData<Board>(queryKeys.board(projectId), (board) => board && patchBoard(board, part))
  session.look(queryClient.getQueryData<Board>(queryKeys.board(projectId)), told)
}

/** Puts what the server says of a take into the strips that were read. */
function noteTake(input: { queryClient: QueryClient; session: BoardSession; take: TakeRow }): void {
  const { queryClient, session, take } = input
  if (take.deleted) session.deletedTakes.set(take.id, take)
  else session.deletedTakes.delete(take.id)
  if (!take.sentenceId) return
  const queryKey = queryKeys.takes(take.sentenceId)
  queryClient.setQueryData<TakePages>(queryKey, (read) => read && withAnswered(read, take))
  // A reading that began before knows nothing of it.
  void queryClient.invalidateQueries({ queryKey })
}

/** They stay on the board too, but the person may be elsewhere. */
function offerText(edit: BoardEdit): Pick<ToastInput, 'action'> {
  const text = wordsOf(edit)
  return text === '' ? {} : { action: { label: 'Copy my text', run: () => void copyText(text) } }
}

function hasUnsaved({ status, conflicts }: OutboxState): boolean {
  return status !== 'saved' || Object.keys(conflicts).length > 0
}
