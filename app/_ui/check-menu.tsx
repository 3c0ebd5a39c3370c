'use client'

import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

export type CheckItem = { value: string; label: string; note?: string; isOn: boolean }
type CheckMenuProps = {
  groups: readonly { title: string; items: readonly CheckItem[] }[]
  onChange(value: string, isOn: boolean): void
  /** Takes all of it back, when there is anything to take back. */
  onClear?: (() => void) | undefined
  children: ReactNode
}

/** A button and a list of things that are on or off. It stays open, since one often changes several. */
export function CheckMenu({ groups, onChange, onClear, children }: CheckMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          className="z-50 max-h-[70vh] min-w-56 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float"
        >
          {groups.map(({ title, items }) => (
            <DropdownMenu.Group key={title}>
              <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-faint text-xs">{title}</DropdownMenu.Label>
              {items.map(({ value, label, note, isOn }) => (
                <DropdownMenu.CheckboxItem
                  key={value}
                  checked={isOn}
                  onCheckedChange={(next) => onChange(value, next)}
                  onSelect={(event) => event.preventDefault()}
                  className={itemLooks}
                >
                  <span className="flex w-4 shrink-0">
                    {isOn && <Check size={16} aria-hidden className="text-accent" />}
                  </span>
                  <span className="grow truncate">{label}</span>
                  {note !== undefined && <span className="text-faint text-sm tabular-nums">{note}</span>}
                </DropdownMenu.CheckboxItem>
              ))}
            </DropdownMenu.Group>
          ))}
          {onClear && (
            <>
              <DropdownMenu.Separator className="my-1 border-line border-t" />
              <DropdownMenu.Item className={itemLooks} onSelect={onClear}>
                <span className="w-4" />
                Clear
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const itemLooks =
  'flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 outline-none select-none data-highlighted:bg-accent-soft max-md:h-11 pointer-coarse:min-h-10'
