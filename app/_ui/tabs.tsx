'use client'

import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

type TabsProps<T extends string> = {
  label: string
  value: T
  onChange(value: T): void
  tabs: readonly { value: T; label: ReactNode; content: ReactNode }[]
}

/** Views of one thing, of which one is shown. The row of names stands still, the view scrolls. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.value === next)
        if (chosen) onChange(chosen.value)
      }}
      className="flex min-h-0 grow flex-col"
    >
      <Primitive.List aria-label={label} className="flex shrink-0 gap-1 border-line border-b px-4">
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-10 items-center gap-2 border-transparent border-b-2 px-2 font-medium text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink max-lg:h-11"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content
          key={tab.value}
          value={tab.value}
          // It holds fields of its own, so it needs no stop for the Tab key.
          tabIndex={-1}
          className="flex min-h-0 grow flex-col outline-none data-[state=inactive]:hidden"
        >
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
