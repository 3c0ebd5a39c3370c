'use client'

import { useDroppable } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { ArrowDown, ArrowUp, Ellipsis, Trash2 } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { Menu } from '#app/_ui/menu.tsx'
import { longest, type SentenceRow as Row, type SectionRow } from '#lib/storyboard/model.ts'
import { Composer } from './composer.tsx'
import { InlineTitle } from './inline-title.tsx'
import { type LatestJobs, latestJobOf } from './latest-jobs.ts'
import type { Conflict } from './outbox.ts'
import type { RowActions } from './row-actions.ts'
import { SentenceRow } from './sentence-row.tsx'
import type { Carrying } from './use-carrying.ts'

export type SectionActions = {
  rename(id: string, title: string, baseTitle: string): void
  remove(id: string): void
  move(id: string, by: -1 | 1): void
  addSentences(sectionId: string, texts: string[], afterId?: string): void
  closeComposer(afterId: string): void
}

type SectionBlockProps = {
  section: SectionRow
  sentences: readonly Row[]
  firstNumber: number
  isOnly: boolean
  /** Nothing has been written yet, so this is where one begins. */
  isFirstEver: boolean
  /** The sentence behind which a new one is being typed. */
  composerAfterId: string | undefined
  conflicts: Readonly<Record<string, Conflict>>
  arrivals: ReadonlySet<string>
  jobs: LatestJobs
  /** The sentence that is open in the inspector. */
  openId: string | null
  /** The sentence that is being moved with the keys. */
  carriedId: string | undefined
  carrying: Carrying
  actions: SectionActions
  rowActions: RowActions
}

export function SectionBlock(props: SectionBlockProps) {
  const { section, sentences, firstNumber, isOnly, isFirstEver, composerAfterId, conflicts, arrivals, jobs, openId } =
    props
  const { actions, rowActions, carriedId, carrying } = props
  const sentenceIds = useStableIds(sentences)
  const { id, title } = section
  const droppable = useDroppable({ id, data: { sectionId: id } })
  return (
    <section aria-label={title} data-section={id} className="@container mt-8 first:mt-2">
      <div className="relative mb-2 flex items-center px-2 max-md:px-0">
        <h2 className="min-w-0 grow">
          <InlineTitle
            value={title}
            label="Section title"
            maxLength={longest.sectionTitle}
            onSave={(text, base) => actions.rename(id, text, base)}
            className="h-9 font-semibold text-lg max-md:h-11"
          />
        </h2>
        <span className="mr-10 shrink-0 text-faint text-sm tabular-nums max-md:mr-13">
          {sentences.length === 1 ? '1 sentence' : `${sentences.length} sentences`}
        </span>
        <Menu
          items={[
            {
              label: 'Move section up',
              icon: <ArrowUp size={16} aria-hidden />,
              disabled: isOnly,
              onSelect: () => actions.move(id, -1),
            },
            {
              label: 'Move section down',
              icon: <ArrowDown size={16} aria-hidden />,
              disabled: isOnly,
              onSelect: () => actions.move(id, 1),
            },
            {
              label: 'Delete section',
              icon: <Trash2 size={16} aria-hidden />,
              danger: true,
              onSelect: () => actions.remove(id),
            },
          ]}
        >
          {/* In a place that is kept for it: a slow line paints a header before it is all there. */}
          <IconButton label={`More for section ${title}`} className="absolute right-2 max-md:right-0">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
      </div>
      <SortableContext items={sentenceIds} strategy={verticalListSortingStrategy}>
        <ol ref={droppable.setNodeRef} className="flex min-h-2 flex-col" start={firstNumber}>
          {sentences.map((sentence, index) => (
            <Fragment key={sentence.id}>
              <SentenceRow
                sentence={sentence}
                number={firstNumber + index}
                actions={rowActions}
                conflict={conflicts[sentence.id]}
                job={latestJobOf(jobs, sentence.id, 'picture')}
                isOpen={openId === sentence.id}
                isCarried={carriedId === sentence.id}
                carrying={carrying}
                isNew={arrivals.has(`${sentence.id}:${sentence.version}`)}
              />
              {composerAfterId === sentence.id && (
                <li className="py-1">
                  <Composer
                    key={sentence.id}
                    label={`New sentence after ${firstNumber + index}`}
                    placeholder="Write a sentence"
                    autoFocus
                    onAdd={(texts) => actions.addSentences(id, texts, sentence.id)}
                    onClose={() => actions.closeComposer(sentence.id)}
                  />
                </li>
              )}
            </Fragment>
          ))}
        </ol>
      </SortableContext>
      <div className="py-1 max-md:pb-3">
        <Composer
          label={`New sentence in ${title}`}
          placeholder={sentences.length === 0 ? 'Write, or paste lines' : 'Write a sentence'}
          autoFocus={isFirstEver}
          onAdd={(texts) => actions.addSentences(id, texts)}
        />
      </div>
    </section>
  )
}

/** The same array while the ids are the same: a new one draws every row again, at every key. */
function useStableIds(sentences: readonly Row[]): string[] {
  const joined = sentences.map((row) => row.id).join()
  return useMemo(() => (joined === '' ? [] : joined.split(',')), [joined])
}
