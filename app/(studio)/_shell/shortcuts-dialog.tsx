'use client'

import { Dialog } from '#app/_ui/dialog.tsx'
import { Keys } from '#app/_ui/keys.tsx'

const groups = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'Find a command or a project'],
      ['?', 'Show this sheet'],
      ['Ctrl Z', 'Undo'],
      ['Ctrl Shift Z', 'Redo'],
    ],
  },
  {
    title: 'In a sentence',
    keys: [
      ['↵', 'Write another below'],
      ['Alt ↵', 'Open its picture and prompt'],
      ['Shift ↵', 'New line in the same sentence'],
      ['↑ ↓', 'Go to the sentence before or after, from its ends'],
      ['Alt ↑', 'Move up'],
      ['Alt ↓', 'Move down'],
      ['Alt ⌫', 'Delete the sentence'],
      ['Esc', 'Forget what was just typed'],
    ],
  },
  {
    title: 'With a sentence open',
    keys: [
      ['Ctrl ↵', 'Make the picture'],
      ['Ctrl Shift ↵', 'Make it with a new seed'],
      ['Esc', 'Close, and go back to the list'],
    ],
  },
  {
    title: 'On the picture of a sentence',
    keys: [
      ['↵', 'Open it'],
      ['↑ ↓', 'Go to the picture before or after'],
    ],
  },
  {
    title: 'On the number of a sentence',
    keys: [
      ['Space', 'Pick it up, and drop it'],
      ['↑ ↓', 'Move it'],
      ['Home End', 'To the first or the last place'],
      ['Esc', 'Put it back'],
    ],
  },
] as const

export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" description="On a Mac, ⌘ stands for Ctrl.">
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h3 className="mb-1 font-medium text-muted text-sm">{group.title}</h3>
          <dl>
            {group.keys.map(([keys, meaning]) => (
              <div
                key={keys}
                className="flex items-center justify-between gap-4 border-line border-b py-2 last:border-0"
              >
                <dt className="sr-only">{keys}</dt>
                <dd>{meaning}</dd>
                <Keys keys={keys} />
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
