'use client'

import { Dialog as Primitive } from 'radix-ui'
import { type KeyboardEvent, useId, useState } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { frontElement } from '#app/_ui/front-element.ts'
import { Keys } from '#app/_ui/keys.tsx'
import type { Command } from './commands.tsx'
import { filterCommands } from './filter-commands.ts'

type CommandPaletteProps = {
  open: boolean
  onOpenChange(open: boolean): void
  commands: readonly Command[]
  /** Back to where the person was. */
  onClosed(event: Event): void
}

/** Everything by name: type a few letters, press Enter. */
export function CommandPalette(props: CommandPaletteProps) {
  const { open, onOpenChange } = props
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal container={frontElement()}>
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
  const listed = props.commands.filter((command) => !command.isHidden)
  const found = filterCommands(listed, text)
  const at = Math.min(index, found.length - 1)
  const current = found[at]

  const run = (command: Command | undefined) => {
    if (!command) return
    props.onOpenChange(false)
    // Once the page has the focus again, which the command may give to something else.
    requestAnimationFrame(() => command.run())
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
              <span className="min-w-0 grow truncate">{command.title}</span>
              <span className="shrink-0 text-muted text-sm">{command.group}</span>
              {command.keys?.[0] && (
                <Keys keys={command.keys[0]} className="max-md:hidden not-any-pointer-fine:hidden" />
              )}
            </div>
          ))}
        </div>
      </div>
    </>
  )
}
