'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Dialog as Primitive } from 'radix-ui'
import { type KeyboardEvent, useId, useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { classes } from '#app/_ui/classes.ts'
import type { Theme } from '#app/_ui/theme.ts'
import { readProjects } from '../projects/_list/read-projects.ts'
import { type Command, filterCommands } from './filter-commands.ts'
import { places } from './navigation.tsx'

type CommandPaletteProps = {
  open: boolean
  onOpenChange(open: boolean): void
  onShortcuts(): void
  onNewProject(): void
  /** Back to where the person was. */
  onClosed(event: Event): void
  onTheme(theme: Theme): void
}

/** Everything by name: type a few letters, press Enter. */
export function CommandPalette(props: CommandPaletteProps) {
  const { open, onOpenChange } = props
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Primitive.Content
          aria-describedby={undefined}
          onCloseAutoFocus={props.onClosed}
          className="fixed top-[14vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface shadow-float"
        >
          <Primitive.Title className="sr-only">Commands</Primitive.Title>
          <PaletteBody {...props} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

function PaletteBody(props: CommandPaletteProps) {
  const [text, setText] = useState('')
  const [index, setIndex] = useState(0)
  const listId = useId()
  const found = filterCommands(useCommands(props), text)
  const at = Math.min(index, found.length - 1)
  const current = found[at]

  const run = (command: Command | undefined) => {
    if (!command) return
    props.onOpenChange(false)
    command.run()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) {
      event.preventDefault()
      setIndex((at + step + found.length) % found.length)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(current)
  }

  return (
    <>
      <input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        aria-label="Find a command or a project"
        placeholder="Find a command or a project"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setIndex(0)
        }}
        onKeyDown={onKeyDown}
        className="h-13 w-full border-line border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
      />
      <div className="h-88 max-h-[55vh] overflow-y-auto p-2">
        {found.length === 0 && (
          <p role="status" className="px-3 py-2 text-muted">
            Nothing is called that. Try another word.
          </p>
        )}
        <div id={listId} role="listbox" aria-label="Commands">
          {found.map((command) => (
            <div
              key={command.id}
              id={`${listId}-${command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={command === current}
              ref={(element) => {
                if (command === current) element?.scrollIntoView({ block: 'nearest' })
              }}
              onClick={() => run(command)}
              onKeyDown={onKeyDown}
              onPointerMove={() => setIndex(found.indexOf(command))}
              className={classes(
                'flex h-10 cursor-pointer items-center gap-3 rounded-md px-3',
                command === current && 'bg-accent-soft',
              )}
            >
              <span className="min-w-0 grow truncate">{command.label}</span>
              <span className="shrink-0 text-muted text-sm">{command.kind}</span>
            </div>
          ))}
        </div>
      </div>
    </>
  )
}

function useCommands({ onShortcuts, onNewProject, onTheme }: CommandPaletteProps): Command[] {
  const router = useRouter()
  const { data: projects = [] } = useQuery({ queryKey: queryKeys.projects, queryFn: readProjects })
  return [
    ...places.map(({ href, label }) => ({ id: href, label, kind: 'Go to', run: () => router.push(href) })),
    ...projects.map(({ id, name }) => ({
      id,
      label: name,
      kind: 'Project',
      run: () => router.push(`/projects/${id}`),
    })),
    { id: 'new-project', label: 'New project', kind: 'Create', run: onNewProject },
    { id: 'shortcuts', label: 'Keyboard shortcuts', kind: 'Help', run: onShortcuts },
    { id: 'dark', label: 'Dark colours', kind: 'Look', run: () => onTheme('dark') },
    { id: 'light', label: 'Light colours', kind: 'Look', run: () => onTheme('light') },
    { id: 'system', label: 'Colours as the system has them', kind: 'Look', run: () => onTheme('system') },
  ]
}
