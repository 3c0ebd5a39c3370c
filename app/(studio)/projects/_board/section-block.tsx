'use client'

import { Fragment, type ReactNode } from 'react'
import { cssVars } from '#app/_ui/css-vars.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board, SectionRow } from '#lib/storyboard/model.ts'
import type { BoardIndex } from './board-index.ts'
import { Card } from './cards/card.tsx'
import { Composer } from './composer.tsx'
import { type Searching, whyFound } from './find/search.ts'
import { type LatestJobs, latestJobOf } from './latest-jobs.ts'
import { type Conflict, conflictKey } from './outbox-model.ts'
import type { SectionActions } from './section-actions.ts'
import { SectionHead } from './section-head.tsx'
import { type RowProps, TableRow } from './table/table-row.tsx'
import type { SectionPart } from './window/parts.ts'

/** What all rows of a board share. */
export type RowsShared = Pick<RowProps, 'columns' | 'castNames' | 'search' | 'actions' | 'carrying'> & {
  board: Board
  index: BoardIndex
  searching: Searching
  jobs: LatestJobs
  conflicts: Readonly<Record<string, Conflict>>
  arrivals: ReadonlySet<string>
  chosenIds: ReadonlySet<string>
  /** The sentence a person is at, the one that is open in the inspector, and the one that is moved with the keys. */
  currentId: string | null
  openId: string | null
  carriedId: string | undefined
  /** Cards instead of rows, as wide as this. */
  cardPx: number | undefined
}

type SectionBlockProps = {
  part: SectionPart
  section: SectionRow
  shared: RowsShared
  actions: SectionActions
  isOnly: boolean
  isFolded: boolean
  onFold(id: string): void
  /** Nothing has been written yet, so this is where one begins. */
  isFirstEver: boolean
  /** The sentence behind which a new one is being typed. */
  composerAfterId: string | undefined
}

/** What of a section is in the window: its head, some of its sentences, and room for the others. */
export function SectionBlock(props: SectionBlockProps) {
  const { part, section, shared, actions, isOnly, isFolded, onFold, isFirstEver, composerAfterId } = props
  const { id, title } = section
  const ids = shared.index.idsOf.get(id) ?? []
  const isCards = shared.cardPx !== undefined
  return (
    <section aria-label={title} data-section={id} className="@container">
      <SectionHead {...{ section, isOnly, isFolded, onFold, actions }} count={ids.length} />
      {!isFolded && ids.length > 0 && (
        <ol
          className={isCards ? 'card-grid' : 'flex flex-col'}
          {...(isCards && { style: cssVars({ '--card': `${shared.cardPx}px` }) })}
        >
          {part.rows.map((row) =>
            row.kind === 'gap' ? (
              <li key={row.key} aria-hidden className="col-span-full" style={{ height: row.heightPx }} />
            ) : (
              ids.slice(row.line.from, row.line.to).map((sentenceId, at) => (
                <Fragment key={sentenceId}>
                  {drawRow(sentenceId, { shared, isFirst: at === 0 })}
                  {composerAfterId === sentenceId && (
                    <li className="col-span-full py-1">
                      <Composer
                        key={sentenceId}
                        label={`New sentence after ${shared.index.numberOf.get(sentenceId)}`}
                        placeholder="Write a sentence"
                        autoFocus
                        onAdd={(texts) => actions.addSentences(id, texts, sentenceId)}
                        onClose={() => actions.closeComposer(sentenceId)}
                      />
                    </li>
                  )}
                </Fragment>
              ))
            ),
          )}
        </ol>
      )}
      {part.hasFoot && (
        <div data-line={`foot ${id}`} className="pt-1 pb-8">
          <Composer
            label={`New sentence in ${title}`}
            placeholder={ids.length === 0 ? 'Write, or paste lines' : 'Write a sentence'}
            autoFocus={isFirstEver}
            onAdd={(texts) => actions.addSentences(id, texts)}
          />
        </div>
      )}
    </section>
  )
}

function drawRow(id: string, { shared, isFirst }: { shared: RowsShared; isFirst: boolean }): ReactNode {
  const { board, index, jobs, conflicts, arrivals, chosenIds, currentId, openId, carriedId, cardPx } = shared
  const { columns, castNames, search, searching, actions, carrying } = shared
  const sentence = findRow(board.sentences, id)
  if (!sentence) return null
  const row = {
    ...{ sentence, search, actions, carrying, castNames },
    why: searching.wanted === '' ? null : (whyFound(sentence, searching) ?? null),
    number: index.numberOf.get(id) ?? 0,
    count: index.numberOf.size,
    conflict: conflicts[id],
    promptConflict: conflicts[conflictKey(id, 'imagePrompt')],
    job: latestJobOf(jobs, id, 'picture'),
    isOpen: openId === id,
    isCurrent: currentId === id,
    isChosen: chosenIds.has(id),
    isCarried: carriedId === id,
    isNew: arrivals.has(`${id}:${sentence.version}`),
  }
  if (cardPx !== undefined) return <Card {...row} widthPx={cardPx} isFirst={isFirst} />
  return <TableRow {...row} columns={columns} />
}
