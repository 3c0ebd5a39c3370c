'use client'

import { Dialog } from '#app/_ui/dialog.tsx'
import { Keys } from '#app/_ui/keys.tsx'
import { carryKeys, fullSizeKeys, promptKeys, sentenceKeys, takeKeys } from '../projects/_board/keys/field-keys.ts'
import type { Command } from './commands.tsx'

type Line = { keys: readonly string[]; title: string }
type SheetProps = { open: boolean; onOpenChange(open: boolean): void; commands: readonly Command[] }

/** Every key there is, from the very tables by which the keys work. */
export function ShortcutsDialog({ open, onOpenChange, commands }: SheetProps) {
  const withKeys = commands.filter(({ keys }) => keys && keys.length > 0)
  const groups = [...Map.groupBy(withKeys, ({ group }) => group)].map(([title, those]) => ({
    title,
    lines: those.map((command): Line => ({ keys: command.keys ?? [], title: command.title })),
  }))
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" description="On a Mac, ⌘ stands for Ctrl." isWide>
      <div className="gap-8 sm:columns-2">
        {[...groups, ...fieldGroups].map((group) => (
          <section key={group.title} aria-label={group.title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 font-medium text-muted text-sm">{group.title}</h3>
            <dl>
              {group.lines.map(({ keys, title }) => (
                <div
                  key={title}
                  className="flex items-center justify-between gap-4 border-line border-b py-1.5 last:border-0"
                >
                  <dt className="sr-only">{keys.join(' or ')}</dt>
                  <dd>{title}</dd>
                  <span className="flex shrink-0 items-center gap-2" aria-hidden>
                    {keys.map((one) => (
                      <Keys key={one} keys={one} />
                    ))}
                  </span>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

const fieldGroups = [
  { title: 'In a sentence', lines: toLines(sentenceKeys) },
  { title: 'In the prompt of a row', lines: toLines(promptKeys) },
  {
    title: 'With a sentence open',
    lines: [
      { keys: ['Ctrl ↵'], title: 'Make the picture' },
      { keys: ['Ctrl Shift ↵'], title: 'Make it with a new seed' },
      { keys: ['Esc'], title: 'Leave the field, then close it' },
    ],
  },
  { title: 'On a take', lines: toLines(takeKeys) },
  { title: 'With a take in full size', lines: toLines(fullSizeKeys) },
  { title: 'On the number of a sentence', lines: toLines(carryKeys) },
]

function toLines(table: readonly { keys: string; title: string }[]): Line[] {
  return [...Map.groupBy(table, ({ title }) => title)].map(([title, same]) => ({
    title,
    keys: same.map(({ keys }) => keys),
  }))
}
