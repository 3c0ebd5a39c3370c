'use client'

import Link from 'next/link'
import type { RefObject } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { BoardIndex } from './board-index.ts'
import { BoardList, type BoardListProps, type ListHandle } from './board-list.tsx'
import { FilmView } from './film/film-view.tsx'
import { isFiltering } from './find/filters.ts'
import { NothingShown } from './find/nothing-shown.tsx'
import { usualView } from './view/view-state.ts'

type BoardBodyProps = Omit<BoardListProps, 'ref' | 'isFiltered' | 'onAddSection'> & {
  list: RefObject<ListHandle | null>
  index: BoardIndex
  addSection(): void
}

/** The sentences in the chosen view, or what to do when there are none to see. */
export function BoardBody(props: BoardBodyProps) {
  const {
    list,
    handle,
    board,
    index,
    shown,
    heldIds,
    jobs,
    castNames,
    searching,
    view,
    picker,
    openId,
    actions,
    addSection,
  } = props
  const { error } = handle
  const isFiltered = isFiltering(view)
  return (
    // Behind the last row there is room for three notices, so that they never lie over what cannot be scrolled out from under them.
    // What is seen is kept in its place by the list, and by nobody else: two that make up for the same growth go twice as far.
    <div
      className={classes(
        'px-6 [overflow-anchor:none] max-md:px-4',
        view.view === 'film' ? 'pb-32' : 'pb-64 max-md:pb-80',
      )}
    >
      {error && (
        <p role="alert" className="mt-4 rounded-md border border-danger bg-danger-soft p-3">
          {error.message} What others change is not shown until it does. What you change is kept here and sent then.
        </p>
      )}
      {index.sections.length === 0 ? (
        <div className="pt-6">
          <EmptyState
            title="No sections yet"
            action={
              <Button look="primary" onClick={addSection}>
                Add a section
              </Button>
            }
          >
            A section holds the sentences of one scene or chapter of the script.
          </EmptyState>
        </div>
      ) : isFiltered && shown.order.length === 0 ? (
        <div className="pt-6">
          <NothingShown
            view={view}
            total={index.order.length}
            castName={view.castId === null ? undefined : (castNames.get(view.castId) ?? 'someone of the cast')}
            onClear={() => view.change({ marks: usualView.marks, castId: null, onlyHits: false })}
          />
        </div>
      ) : view.view === 'film' ? (
        <FilmView ref={list} {...{ board, jobs, shown, picker }} />
      ) : (
        <BoardList
          ref={list}
          {...{ handle, board, shown, isFiltered, heldIds, jobs, castNames, searching, view, picker, openId, actions }}
          onAddSection={addSection}
        />
      )}
      {index.order.length === 0 && index.sections.length > 0 && (
        <p className="mt-6 max-w-xl text-muted">
          Is the script written already? Drop its file here, or{' '}
          <Link href={`/projects/${board.project.id}/import`} className="text-accent underline underline-offset-2">
            import it
          </Link>
          : plain text, Markdown, Fountain, Final Draft, Word or CSV.
        </p>
      )}
    </div>
  )
}
