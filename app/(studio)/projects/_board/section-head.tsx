'use client'

import { Archive, ArrowDown, ArrowUp, ChevronDown, CopyPlus, Ellipsis, Images, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { describeCount } from '#app/_ui/describe-count.ts'
import { Menu } from '#app/_ui/menu.tsx'
import { longest, type SectionRow } from '#lib/storyboard/model.ts'
import { InlineTitle } from './inline-title.tsx'
import type { SectionActions } from './section-actions.ts'

type SectionHeadProps = {
  section: SectionRow
  count: number
  isOnly: boolean
  isFolded: boolean
  onFold(id: string): void
  actions: SectionActions
}

/** The name of a section, which stays in sight while its sentences are. */
export const SectionHead = memo(function SectionHead(props: SectionHeadProps) {
  const { section, count, isOnly, isFolded, onFold, actions } = props
  const { id, title } = section
  return (
    <div
      data-line={`head ${id}`}
      className="sticky top-(--board-top) z-10 flex items-center bg-canvas py-1.5 pl-1 max-md:pl-0"
    >
      <IconButton
        label={`${isFolded ? 'Unfold' : 'Fold'} section ${title}`}
        aria-expanded={!isFolded}
        onClick={() => onFold(id)}
      >
        <ChevronDown size={16} aria-hidden className={classes('transition-transform', isFolded && '-rotate-90')} />
      </IconButton>
      <h2 className="min-w-0 grow max-md:pl-1.5 pointer-coarse:pl-1.5">
        <InlineTitle
          value={title}
          label="Section title"
          maxLength={longest.sectionTitle}
          onSave={(text, base) => actions.rename(id, text, base)}
          className="font-semibold text-lg md:h-9"
        />
      </h2>
      <span className="mx-2 shrink-0 text-faint text-sm tabular-nums">
        <span className="max-md:sr-only">{describeCount(count, 'sentence')}</span>
        <span aria-hidden className="md:hidden">
          {count.toLocaleString('en')}
        </span>
      </span>
      <Menu
        items={[
          {
            label: 'Make its pictures…',
            icon: <Images size={16} aria-hidden />,
            disabled: count === 0,
            onSelect: () => actions.make(id),
          },
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
            label: 'Duplicate section',
            icon: <CopyPlus size={16} aria-hidden />,
            onSelect: () => actions.duplicate(id),
          },
          {
            label: 'Archive section',
            icon: <Archive size={16} aria-hidden />,
            disabled: count === 0,
            onSelect: () => actions.archive(id),
          },
          {
            label: 'Delete section',
            icon: <Trash2 size={16} aria-hidden />,
            danger: true,
            onSelect: () => actions.remove(id),
          },
        ]}
      >
        <IconButton label={`More for section ${title}`}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </Menu>
    </div>
  )
})
