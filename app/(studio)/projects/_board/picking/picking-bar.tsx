'use client'

import {
  Archive,
  Combine,
  CopyPlus,
  Ellipsis,
  FolderInput,
  Images,
  Lock,
  LockOpen,
  Trash2,
  Users,
  X,
} from 'lucide-react'
import { memo } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { CheckMenu } from '#app/_ui/check-menu.tsx'
import { classes } from '#app/_ui/classes.ts'
import { Menu } from '#app/_ui/menu.tsx'
import type { CastRow, SectionRow } from '#lib/storyboard/model.ts'
import type { ManyActs } from './use-many-acts.ts'

type PickingBarProps = {
  count: number
  isAllLocked: boolean
  /** How many of them each member of the cast is in. */
  castCounts: ReadonlyMap<string, number>
  cast: readonly CastRow[] | undefined
  sections: readonly SectionRow[]
  acts: ManyActs
  isBesideInspector: boolean
  onNone(): void
}

/** What can be done with the chosen ones, at the foot of the board for as long as there are any. */
export const PickingBar = memo(function PickingBar(props: PickingBarProps) {
  const { count, isAllLocked, castCounts, cast, sections, acts, isBesideInspector, onNone } = props
  return (
    <div
      className={classes(
        'pointer-events-none fixed inset-x-0 bottom-[calc(var(--foot,0px)+1rem)] z-20 flex justify-center px-4 max-md:bottom-[calc(var(--foot,0px)+4rem+env(safe-area-inset-bottom))] md:left-(--rail)',
        isBesideInspector && 'lg:right-105',
      )}
    >
      <section
        aria-label="Selected sentences"
        className="pointer-events-auto flex max-w-full items-center gap-1 overflow-x-auto rounded-lg max-md:flex-wrap max-md:justify-center border border-line-strong bg-raised p-1.5 shadow-float"
      >
        <p role="status" className="shrink-0 px-2.5 font-medium tabular-nums">
          {`${count.toLocaleString('en')} selected`}
        </p>
        <Button look="primary" className="h-8 shrink-0 max-md:h-11" onClick={acts.make}>
          <Images size={14} aria-hidden />
          Make pictures…
        </Button>
        <BarButton label={isAllLocked ? 'Unlock' : 'Lock'} onClick={() => acts.setLocked(!isAllLocked)}>
          {isAllLocked ? <LockOpen size={14} aria-hidden /> : <Lock size={14} aria-hidden />}
        </BarButton>
        {cast && cast.length > 0 && (
          <CheckMenu
            groups={[
              {
                title: 'In all of them',
                items: cast.map(({ id, name }) => {
                  const within = castCounts.get(id) ?? 0
                  const note = within > 0 && within < count ? `in ${within}` : ''
                  return { value: id, label: name, isOn: within === count, note }
                }),
              },
            ]}
            onChange={acts.setCast}
          >
            <BarButton label="Cast">
              <Users size={14} aria-hidden />
            </BarButton>
          </CheckMenu>
        )}
        {sections.length > 1 && (
          <Menu items={sections.map(({ id, title }) => ({ label: title, onSelect: () => acts.moveTo(id) }))}>
            <BarButton label="Move to…">
              <FolderInput size={14} aria-hidden />
            </BarButton>
          </Menu>
        )}
        {count > 1 && (
          <BarButton label="Join" onClick={acts.merge}>
            <Combine size={14} aria-hidden />
          </BarButton>
        )}
        <Menu
          items={[
            { label: 'Duplicate', icon: <CopyPlus size={16} aria-hidden />, keys: 'Ctrl D', onSelect: acts.duplicate },
            { label: 'Archive', icon: <Archive size={16} aria-hidden />, onSelect: acts.archive },
          ]}
        >
          <IconButton label="More for the selected">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
        <BarButton label="Delete" className="text-danger" onClick={acts.remove}>
          <Trash2 size={14} aria-hidden />
        </BarButton>
        <IconButton label="Select none" onClick={onNone}>
          <X size={16} aria-hidden />
        </IconButton>
      </section>
    </div>
  )
})

function BarButton({ label, className, children, ...rest }: React.ComponentProps<'button'> & { label: string }) {
  return (
    <Button look="quiet" className={classes('h-8 shrink-0 px-2.5 max-md:h-11', className)} {...rest}>
      {children}
      {label}
    </Button>
  )
}
