'use client'

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'

/** Something a person can do by name, by key, or both. Palette, sheet and keys are all made of these. */
export type Command = {
  id: string
  title: string
  /** What it belongs to: the heading on the sheet, and beside it in the palette. */
  group: string
  /** Other words that people look for it by. */
  words?: string
  /** Each of them does it. Written as on the sheet. */
  keys?: readonly string[]
  /** Where its keys count while somebody types: nowhere, everywhere, or in the fields of the board that have no undo of their own. */
  inFields?: 'never' | 'always' | 'of board'
  /** What is in front right now: its keys come before those of the page around it, and of a button that was clicked before. */
  isInFront?: boolean
  /** Known by its keys alone: going one row down is nothing to look up. */
  isHidden?: boolean
  run(): void
}

type Registry = {
  get(): readonly Command[]
  subscribe(changed: () => void): () => void
  /** Adds commands for as long as a screen is there. */
  add(commands: readonly Command[]): () => void
}

const RegistryContext = createContext<Registry | null>(null)
const none: readonly Command[] = []

export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry)
  return <RegistryContext value={registry}>{children}</RegistryContext>
}

function createRegistry(): Registry {
  const lists = new Set<readonly Command[]>()
  const listeners = new Set<() => void>()
  let all = none
  const change = () => {
    all = [...lists].flat()
    for (const changed of listeners) changed()
  }
  return {
    get: () => all,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    add(commands) {
      lists.add(commands)
      change()
      return () => {
        lists.delete(commands)
        change()
      }
    },
  }
}

/** What can be done on the screens that are there. */
export function useAllCommands(): readonly Command[] {
  const registry = useRegistry()
  return useSyncExternalStore(registry.subscribe, registry.get, () => none)
}

/** Offers commands for as long as the component is there. Give the same list as long as nothing changes. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry()
  useEffect(() => registry.add(commands), [registry, commands])
}

function useRegistry(): Registry {
  const registry = useContext(RegistryContext)
  if (!registry) throw new Error('Commands are used outside of CommandsProvider.')
  return registry
}
