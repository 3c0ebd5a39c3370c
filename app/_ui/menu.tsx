'use client'

import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Keys } from './keys.tsx'

export type MenuItem = {
  label: string
  icon?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
  onSelect(): void
}

type MenuProps = {
  items: readonly MenuItem[]
  /** It is made because it was asked for. */
  isOpenAtFirst?: boolean
  children: ReactNode
}

/** A button and the list of what can be done. Give the button as the only child. */
export function Menu({ items, isOpenAtFirst = false, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-52 rounded-md border border-line bg-surface p-1 shadow-float"
        >
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.label}
              disabled={item.disabled ?? false}
              onSelect={item.onSelect}
              className={classes(
                'flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 outline-none select-none data-disabled:cursor-default data-disabled:opacity-45 data-highlighted:bg-accent-soft max-md:h-11 pointer-coarse:min-h-10',
                item.danger ? 'text-danger' : 'text-ink',
              )}
            >
              {item.icon}
              <span className="grow">{item.label}</span>
              {item.keys && <Keys keys={item.keys} className="max-md:hidden not-any-pointer-fine:hidden" />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
