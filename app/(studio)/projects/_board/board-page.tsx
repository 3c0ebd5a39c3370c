'use client'

import { useMemo, useRef, useState } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { DropScript } from '../_import/drop-script.tsx'
import { ArchivedNotice } from './archived-notice.tsx'
import { BatchBar } from './batch/batch-bar.tsx'
import { MakePicturesDialog } from './batch/make-pictures-dialog.tsx'
import type { MakeRequest } from './batch/make-pictures-form.tsx'
import { BoardBar } from './board-bar.tsx'
import { BoardBody } from './board-body.tsx'
import { BoardHeader } from './board-header.tsx'
import type { ListHandle } from './board-list.tsx'
import { useGoToHit } from './find/use-go-to-hit.ts'
import { useHits } from './find/use-hits.ts'
import { useSearching } from './find/use-searching.ts'
import { useShown } from './find/use-shown.ts'
import { Inspector } from './inspector/inspector.tsx'
import { useCast } from './inspector/use-cast.ts'
import { useBoardCommands } from './keys/use-board-commands.ts'
import { MissingProject } from './missing-project.tsx'
import { PickingFoot } from './picking/picking-foot.tsx'
import { useManyActs } from './picking/use-many-acts.ts'
import { usePicking } from './picking/use-picking.ts'
import { ColumnHeads } from './table/column-heads.tsx'
import { columnsInOrder } from './table/columns.ts'
import { UnsavedWords } from './unsaved-words.tsx'
import { UnseenNotices } from './unseen-notices.tsx'
import { type BoardHandle, useBoard } from './use-board.ts'
import { useBoardActions } from './use-board-actions.ts'
import { useHeld } from './use-held.ts'
import { useJobs } from './use-jobs.ts'
import { usePictureActs } from './use-picture-acts.ts'
import { usePointing } from './use-pointing.ts'
import { useProjectRoom } from './use-project-room.ts'
import { useSelection } from './use-selection.ts'
import { useServedBoard } from './use-served-board.ts'
import { useStayAt } from './use-stay-at.ts'
import { useUndecided } from './use-undecided.ts'
import { useBoardView } from './view/use-board-view.ts'
import type { RememberedView } from './view/view-state.ts'

type BoardPageProps = {
  projectId: string
  /** Who looks. */
  personId: string
  remembered: RememberedView
  /** The board as the server read it for this page. */
  packed: string
}

/** A project: its sections and sentences, seen in one of three ways and edited where they stand. */
export function BoardPage(props: BoardPageProps) {
  const { projectId, packed } = props
  useServedBoard(projectId, packed)
  useProjectRoom(projectId)
  const handle = useBoard(projectId)
  const { board, error } = handle
  const isGone = board?.project.deleted || (isAppError(error) && error.code === 'NOT_FOUND')
  if (!board || isGone) return <MissingProject projectId={projectId} error={error} />
  return <OpenBoard {...props} handle={handle} board={board} />
}

function OpenBoard({ projectId, personId, remembered, handle, board }: BoardPageProps & OpenParts) {
  const jobs = useJobs(projectId)
  const cast = useCast(projectId)
  const selection = useSelection()
  const view = useBoardView(remembered)
  const held = useHeld(projectId, handle)
  const castNames = useMemo(() => new Map(cast?.map(({ id, name }) => [id, name])), [cast])
  const { searching, isHalf } = useSearching({ projectId, search: view.search, castNames, personId })
  const { index, shown } = useShown({ board, heldIds: held.ids, view, jobs, personId, searching })
  const picker = usePicking(shown, selection.id)
  const list = useRef<ListHandle>(null)
  const show = useMemo(() => (id: string) => list.current?.show(id), [])
  const [request, setRequest] = useState<MakeRequest>()
  const [madeBatchId, setMadeBatchId] = useState<string>()

  const makeMany = (next: MakeRequest) => {
    // What was just typed is what the pictures are made of.
    handle.flush()
    setRequest(next)
  }
  const pictures = usePictureActs(handle, jobs)
  const onMake = (ids: string[]) => makeMany({ scope: 'selected', ids })
  const actions = useBoardActions({ handle, selection, picker, pictures, held, shown, show, onMake })
  const many = useManyActs({ handle, index, picker, cast, onMake })
  const hits = useHits({ board, shown, searching })
  const addSection = () => handle.perform('adding a section', toSection({ projectId, index }))
  const acts = useBoardCommands({
    ...{ handle, selection, picker, pictures, shown, show, view, actions, many, hits, makeMany, addSection },
  })
  useGoToHit({ search: view.search, hits, shown, picker, show, at: actions.at })
  usePointing({ selection, picker, at: actions.at })
  useStayAt({ view: view.view, picker, show })
  const onDecide = useUndecided({ handle, index, shown, view, selection, show })

  const { currentId } = picker.state
  const openRow = selection.id === null ? undefined : findRow(board.sentences, selection.id)
  const open = openRow && index.numberOf.has(openRow.id) ? openRow : undefined
  const isShown = (id: string) => {
    const sectionId = shown.sectionOf.get(id)
    return sectionId !== undefined && view.view !== 'film' && !view.foldedIds.includes(sectionId)
  }
  const goTo = (id: string) => {
    show(id)
    picker.one(id)
    selection.open(id)
  }
  return (
    <div data-view={view.view} className={classes('board-page', open && 'lg:pr-105')}>
      <BoardHeader {...{ projectId, handle, board, acts, onDecide }}>
        <BoardBar
          {...{ view, board, jobs, personId, cast, acts, isHalf }}
          hitCount={hits.length}
          hitAt={currentId === null ? 0 : hits.indexOf(currentId) + 1}
        />
        {view.view === 'table' && <ColumnHeads columns={columnsInOrder(view.columns)} />}
      </BoardHeader>
      <ArchivedNotice project={board.project} />
      <UnsavedWords handle={handle} />
      <UnseenNotices {...{ handle, held, isShown }} />
      <BoardBody
        {...{ list, handle, board, index, shown, jobs, castNames, searching, view, picker, actions, addSection }}
        heldIds={held.ids}
        openId={open?.id ?? null}
      />
      <DropScript projectId={projectId} />
      <BatchBar projectId={projectId} madeId={madeBatchId} isBesideInspector={open !== undefined} />
      <PickingFoot {...{ board, picker, cast, many }} isBesideInspector={open !== undefined} />
      <MakePicturesDialog
        {...{ projectId, handle, request }}
        onClose={() => setRequest(undefined)}
        onMade={setMadeBatchId}
      />
      {open && (
        <Inspector
          {...{ handle, board, jobs, selection, shown }}
          sentence={open}
          number={index.numberOf.get(open.id) ?? 0}
          onGo={goTo}
        />
      )}
    </div>
  )
}

type OpenParts = { handle: BoardHandle; board: Board }

/** A new one at the end. Once it is drawn, its name is the first thing to type. */
function toSection({ projectId, index }: { projectId: string; index: { sections: readonly unknown[] } }) {
  const id = newId()
  requestAnimationFrame(() => {
    const title = document.querySelector<HTMLInputElement>(`[data-section="${id}"] input`)
    title?.scrollIntoView({ block: 'nearest' })
    title?.select()
  })
  return { kind: 'section.add', id, projectId, title: `Section ${index.sections.length + 1}` } as const
}
