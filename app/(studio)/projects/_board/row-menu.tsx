'use client'

import {
  Archive,
  ArrowDown,
  ArrowUp,
  CopyPlus,
  CornerDownRight,
  Ellipsis,
  Merge,
  PanelRight,
  Scissors,
  SquareCheck,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { Menu } from '#app/_ui/menu.tsx'
import type { RowActions } from './row-actions.ts'

type RowMenuProps = {
  id: string
  number: number
  actions: RowActions
  /** Its words stand in a field, where a caret can be. */
  canSplit?: boolean
  className?: string
}

/** What can be done with a sentence by mouse or finger; the keys say the same. Made when it is first asked for: rows are many. */
export function RowMenu({ id, number, actions, canSplit = false, className }: RowMenuProps) {
  const [isMade, make] = useState(false)
  const looks = classes(
    'opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 max-md:opacity-100 pointer-coarse:opacity-100',
    className,
  )
  const label = `More for sentence ${number}`
  if (!isMade) {
    return (
      <IconButton label={label} aria-haspopup="menu" className={looks} onClick={() => make(true)}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    )
  }
  return (
    <Menu isOpenAtFirst items={itemsFor({ id, actions, canSplit })}>
      <IconButton label={label} className={looks}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}

function itemsFor({ id, actions, canSplit }: Pick<RowMenuProps, 'id' | 'actions' | 'canSplit'>) {
  const split = {
    label: 'Split at the cursor',
    icon: <Scissors size={16} aria-hidden />,
    keys: 'Ctrl ↵',
    onSelect: () => actions.splitAtCaret(id),
  }
  return [
    { label: 'Open', icon: <PanelRight size={16} aria-hidden />, keys: 'Alt ↵', onSelect: () => actions.open(id) },
    {
      label: 'Select',
      icon: <SquareCheck size={16} aria-hidden />,
      keys: 'X',
      onSelect: () => actions.choose(id, true),
    },
    {
      label: 'Add below',
      icon: <CornerDownRight size={16} aria-hidden />,
      keys: '↵',
      onSelect: () => actions.addBelow(id),
    },
    { label: 'Move up', icon: <ArrowUp size={16} aria-hidden />, keys: 'Alt ↑', onSelect: () => actions.move(id, -1) },
    {
      label: 'Move down',
      icon: <ArrowDown size={16} aria-hidden />,
      keys: 'Alt ↓',
      onSelect: () => actions.move(id, 1),
    },
    {
      label: 'Duplicate',
      icon: <CopyPlus size={16} aria-hidden />,
      keys: 'Ctrl D',
      onSelect: () => actions.duplicate(id),
    },
    ...(canSplit ? [split] : []),
    {
      label: 'Join to the one before',
      icon: <Merge size={16} aria-hidden />,
      onSelect: () => actions.mergeUp(id),
    },
    { label: 'Archive', icon: <Archive size={16} aria-hidden />, onSelect: () => actions.archive(id) },
    {
      label: 'Delete',
      icon: <Trash2 size={16} aria-hidden />,
      keys: 'Alt ⌫',
      danger: true,
      onSelect: () => actions.remove(id),
    },
  ]
}
