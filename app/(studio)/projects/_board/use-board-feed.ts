'use client'

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { idsOf } from '#lib/storyboard/edits.ts'
import { isNews, patchBoard, replaceBoard } from '#lib/storyboard/merging.ts'
import type { Board, BoardRows } from '#lib/storyboard/model.ts'
import { emptyOutboxState } from './outbox.ts'
import { type BoardSession, patchCachedBoard, useBoardSession } from './sessions.tsx'

/** More rows than this are read as a whole board. */
const mostRowsAtOnce = 100

/** The board as the server has it, kept current by events. */
export function useBoardFeed(projectId: string) {
  const queryClient = useQueryClient()
  const session = useBoardSession(projectId)

  const query = useQuery({
    queryKey: queryKeys.board(projectId),
    queryFn: async () => {
      session.touched.clear()
      const read = await readApi<Board>(`/api/v1/projects/${projectId}/board`)
      await session.outbox.whenAnswered(read.sentences.map((row) => row.id))
      const withHeld = patchBoard(read, await readMissing(session, read))
      const cached = queryClient.getQueryData<Board>(queryKeys.board(projectId))
      const board = cached ? replaceBoard(cached, withHeld, session.touched) : withHeld
      session.look(board)
      return board
    },
  })

  const rows = useMemo(() => createRowReader({ queryClient, session, projectId }), [queryClient, session, projectId])
  useUnseenRows(session, query.data, rows.ask)
  const isOurs = (event: { projectId: string }) => event.projectId === projectId
  useLiveEvents({
    'section.updated': (event) => isOurs(event) && rows.section(event),
    'sentence.updated': (event) => isOurs(event) && rows.sentence(event),
    'board.changed': (event) => isOurs(event) && rows.readAll(),
    'project.updated': (event) => isOurs(event) && rows.project(event),
  })

  return query
}

/** A board has no deleted rows. Those somebody is in, or that took words with them, are read for themselves. */
async function readMissing({ held, outbox }: BoardSession, { project, sentences }: Board): Promise<Partial<Board>> {
  const wanted = new Set([...held.getIds(), ...outbox.concerned()])
  const missing = [...wanted].filter((id) => !findRow(sentences, id)).slice(0, mostRowsAtOnce)
  return missing.length > 0 ? await readRows(project.id, { sentences: missing }) : {}
}

/** Words that went out of sight before the page was opened are shown in their rows too. */
function useUnseenRows({ outbox }: BoardSession, board: Board | undefined, ask: (ids: readonly string[]) => void) {
  const { unseen } = useSyncExternalStore(outbox.subscribe, outbox.getState, () => emptyOutboxState)
  const asked = useRef(new Set<string>())
  useEffect(() => {
    const ids = unseen.map(({ id }) => id)
    const missing = ids.filter((id) => board && !findRow(board.sentences, id) && !asked.current.has(id))
    for (const id of missing) asked.current.add(id)
    if (missing.length > 0) ask(missing)
  }, [unseen, board, ask])
}

type RowIds = { sections?: readonly string[]; sentences?: readonly string[] }

async function readRows(projectId: string, { sections = [], sentences = [] }: RowIds): Promise<BoardRows> {
  const asked = new URLSearchParams()
  if (sections.length > 0) asked.set('sections', sections.join(','))
  if (sentences.length > 0) asked.set('sentences', sentences.join(','))
  return await readApi<BoardRows>(`/api/v1/projects/${projectId}/board?${asked}`)
}

type RowReaderParts = { queryClient: QueryClient; session: BoardSession; projectId: string }
type RowNews = { id: string; version: number }

/** Reads the rows that events name, those of one moment together, and none that the page already knows. */
function createRowReader({ queryClient, session, projectId }: RowReaderParts) {
  let sections = new Set<string>()
  let sentences = new Set<string>()
  let isPlanned = false
  const cached = () => queryClient.getQueryData<Board>(queryKeys.board(projectId))
  const readAll = () => void queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })

  const read = async () => {
    isPlanned = false
    const [sectionIds, sentenceIds] = [[...sections], [...sentences]]
    sections = new Set()
    sentences = new Set()
    if (sectionIds.length + sentenceIds.length > mostRowsAtOnce) return readAll()
    try {
      const part = await readRows(projectId, { sections: sectionIds, sentences: sentenceIds })
      // Until it is answered, an edit of the row would be shown on top of itself.
      await session.outbox.whenAnswered(sentenceIds)
      pointOut(session, cached(), part)
      patchCachedBoard({ queryClient, session, projectId, part })
    } catch {
      // Whatever went wrong, the whole board is asked for, and that query shows and retries its own failure.
      readAll()
    }
  }

  const plan = () => {
    if (isPlanned) return
    isPlanned = true
    // One macrotask later all events that came in one packet are here.
    setTimeout(() => void read())
  }
  return {
    readAll,
    ask(ids: readonly string[]) {
      for (const id of ids) sentences.add(id)
      plan()
    },
    project({ version }: { version: number }) {
      if (version > (cached()?.project.version ?? 0)) readAll()
    },
    section(news: RowNews) {
      if (!isNews(cached()?.sections ?? [], news)) return
      sections.add(news.id)
      plan()
    },
    sentence(news: RowNews) {
      if (!isNews(cached()?.sentences ?? [], news)) return
      sentences.add(news.id)
      plan()
    },
  }
}

/**
 * What others wrote or moved is pointed out. One's own is not: it is still on its way, or its answer came first. Nor is a row
 * of which only the picture changed, which is seen by itself.
 */
function pointOut(session: BoardSession, board: Board | undefined, part: BoardRows): void {
  const own = new Set(session.outbox.getState().pending.flatMap(idsOf))
  const known = new Map(board?.sentences.map((row) => [row.id, row]))
  for (const row of part.sentences) {
    const before = known.get(row.id)
    const isSame = before?.text === row.text && before.position === row.position && before.deleted === row.deleted
    if (!own.has(row.id) && !isSame && isNews(board?.sentences ?? [], row)) {
      session.arrivals.add(`${row.id}:${row.version}`)
    }
  }
}
