import { ArrowDown, ArrowUp, CornerDownRight, Ellipsis, PanelRight, Trash2 } from 'lucide-react'
import { IconButton } from '#app/_ui/button.tsx'
import { Menu } from '#app/_ui/menu.tsx'
import type { RowActions } from './row-actions.ts'

/** What can be done with a sentence by mouse or finger; the keys say the same. */
export function RowMenu({ id, number, actions }: { id: string; number: number; actions: RowActions }) {
  return (
    <Menu
      items={[
        {
          label: 'Open',
          icon: <PanelRight size={16} aria-hidden />,
          keys: 'Alt ↵',
          onSelect: () => actions.open(id),
        },
        {
          label: 'Add below',
          icon: <CornerDownRight size={16} aria-hidden />,
          keys: '↵',
          onSelect: () => actions.addBelow(id),
        },
        {
          label: 'Move up',
          icon: <ArrowUp size={16} aria-hidden />,
          keys: 'Alt ↑',
          onSelect: () => actions.move(id, -1),
        },
        {
          label: 'Move down',
          icon: <ArrowDown size={16} aria-hidden />,
          keys: 'Alt ↓',
          onSelect: () => actions.move(id, 1),
        },
        {
          label: 'Delete',
          icon: <Trash2 size={16} aria-hidden />,
          keys: 'Alt ⌫',
          danger: true,
          onSelect: () => actions.remove(id),
        },
      ]}
    >
      <IconButton
        label={`More for sentence ${number}`}
        className="absolute top-3 right-2 opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 max-md:top-1.5 max-md:right-0 max-md:opacity-100"
      >
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}
