'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveSocket } from '#app/_live/use-live-socket.ts'
import { copyText } from '#app/_ui/copy-text.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { type ToastInput, useToast } from '#app/_ui/toasts.tsx'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import { patchBoard } from '#lib/storyboard/merging.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { emptyHistory, type History } from './history.ts'
import { createOutbox, type Outbox, type OutboxState } from './outbox.ts'
import { sendEdit } from './send-edit.ts'

/** What one tab does to one project. */
export type BoardSession = {
  /** What is on its way to the server. */
  outbox: Outbox
  /** What can be taken back. */
  history: History
  /** Rows that came in while the whole board was being read. */
  touched: Set<string>
  /** What others wrote since the page was opened, as `id:version`: pointed out when it appears. */
  arrivals: Set<string>
}

const SessionsContext = createContext<((projectId: string) => BoardSession) | null>(null)

/** Sessions live as long as the tab, not the page: leaving a project does not stop its edits from being saved. */
export function BoardSessions({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient()
  const toast = useToast()
  const socket = useLiveSocket()
  const [sessions] = useState(() => new Map<string, BoardSession>())
  const [sessionOf] = useState(() => (projectId: string) => {
    const session = sessions.get(projectId) ?? createSession({ projectId, queryClient, toast })
    sessions.set(projectId, session)
    return session
  })

  useEffect(() => {
    const retryAll = () => {
      for (const { outbox } of sessions.values()) outbox.retry()
    }
    const flushAll = () => {
      if (document.visibilityState !== 'hidden') return
      for (const { outbox } of sessions.values()) outbox.flush()
    }
    const warn = (event: BeforeUnloadEvent) => {
      if ([...sessions.values()].some(({ outbox }) => hasUnsaved(outbox.getState()))) event.preventDefault()
    }
    // Projects that were open before a reload of the tab still have something to send, whatever page it is on now.
    for (const projectId of keptProjects()) sessionOf(projectId).outbox.retry()
    socket.on('connect', retryAll)
    window.addEventListener('online', retryAll)
    document.addEventListener('visibilitychange', flushAll)
    window.addEventListener('beforeunload', warn)
    return () => {
      socket.off('connect', retryAll)
      window.removeEventListener('online', retryAll)
      document.removeEventListener('visibilitychange', flushAll)
      window.removeEventListener('beforeunload', warn)
    }
  }, [socket, sessions, sessionOf])

  return <SessionsContext value={sessionOf}>{children}</SessionsContext>
}

export function useBoardSession(projectId: string): BoardSession {
  const sessionOf = useContext(SessionsContext)
  if (!sessionOf) throw new Error('useBoardSession is used outside of BoardSessions.')
  return sessionOf(projectId)
}

type SessionParts = { projectId: string; queryClient: QueryClient; toast(input: ToastInput): void }

function createSession({ projectId, queryClient, toast }: SessionParts): BoardSession {
  const session: BoardSession = {
    touched: new Set(),
    arrivals: new Set(),
    history: emptyHistory,
    outbox: createOutbox({
      send: sendEdit,
      storage: typeof window === 'undefined' ? nowhere : window.sessionStorage,
      storageKey: storagePrefix + projectId,
      onConfirmed: (part) => patchCachedBoard({ queryClient, session, projectId, part }),
      onRefused: (edit, error) => toast({ ...errorToast(error), ...offerText(edit) }),
    }),
  }
  return session
}

/** Puts rows into the cached board, and remembers them for a read of the whole board that may be under way. */
export function patchCachedBoard(input: {
  queryClient: QueryClient
  session: BoardSession
  projectId: string
  part: Partial<Board>
}): void {
  const { queryClient, session, projectId, part } = input
  for (const row of [...(part.sections ?? []), ...(part.sentences ?? [])]) session.touched.add(row.id)
  queryClient.setQueryData<Board>(queryKeys.board(projectId), (board) => board && patchBoard(board, part))
}

/** Words that could not be saved are not lost: they can be taken elsewhere. */
function offerText(edit: BoardEdit): Pick<ToastInput, 'action'> {
  const words = edit.kind === 'sentence.add' ? edit.sentences : edit.kind === 'sentence.edit' ? [edit] : []
  if (words.length === 0) return {}
  const text = words.map((sentence) => sentence.text).join('\n')
  return { action: { label: 'Copy my text', run: () => void copyText(text) } }
}

const storagePrefix = 'framewright-outbox-'

function keptProjects(): string[] {
  const keys = Object.keys(window.sessionStorage)
  return keys.filter((key) => key.startsWith(storagePrefix)).map((key) => key.slice(storagePrefix.length))
}

function hasUnsaved({ status, conflicts }: OutboxState): boolean {
  return status !== 'saved' || Object.keys(conflicts).length > 0
}

/** While the page is made on the server there is nothing to keep. */
const nowhere = { getItem: () => null, setItem: () => {}, removeItem: () => {} }
