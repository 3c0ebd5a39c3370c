'use client'

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { idsOf } from '#lib/storyboard/edits.ts'
import { isNews, replaceBoard } from '#lib/storyboard/merging.ts'
import type { Board } from '#lib/storyboard/model.ts'
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
      const cached = queryClient.getQueryData<Board>(queryKeys.board(projectId))
      return cached ? replaceBoard(cached, read, session.touched) : read
    },
  })

  const rows = useMemo(() => createRowReader({ queryClient, session, projectId }), [queryClient, session, projectId])
  const isOurs = (event: { projectId: string }) => event.projectId === projectId
  useLiveEvents({
    'section.updated': (event) => isOurs(event) && rows.section(event),
    'sentence.updated': (event) => isOurs(event) && rows.sentence(event),
    'board.changed': (event) => isOurs(event) && rows.readAll(),
    'project.updated': (event) => isOurs(event) && rows.project(event),
  })

  return query
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
    const asked = new URLSearchParams()
    if (sectionIds.length > 0) asked.set('sections', sectionIds.join(','))
    if (sentenceIds.length > 0) asked.set('sentences', sentenceIds.join(','))
    try {
      const part = await readApi<Board>(`/api/v1/projects/${projectId}/board?${asked}`)
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
function pointOut(session: BoardSession, board: Board | undefined, part: Board): void {
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
