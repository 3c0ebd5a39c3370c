'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { frontElement } from './front-element.ts'

type DialogProps = {
  open: boolean
  onOpenChange(open: boolean): void
  title: string
  description?: string
  /** For two columns. */
  isWide?: boolean
  children: ReactNode
}

export function Dialog({ open, onOpenChange, title, description, isWide = false, children }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal container={frontElement()}>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Primitive.Content
          onOpenAutoFocus={focusFirstField}
          className={classes(
            'fixed left-1/2 z-50 flex -translate-x-1/2 flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-surface p-5 shadow-float',
            isWide
              ? 'top-[8vh] max-h-[84vh] w-[min(54rem,calc(100vw-2rem))]'
              : 'top-[16vh] max-h-[76vh] w-[min(30rem,calc(100vw-2rem))] max-md:top-[6dvh] max-md:max-h-[88dvh]',
          )}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start justify-between gap-4">
            <div>
              <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
              {description && <Primitive.Description className="mt-1 text-muted">{description}</Primitive.Description>}
            </div>
            <Primitive.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** A form begins at its first field, not at the button that closes it. */
function focusFirstField(event: Event): void {
  const field = event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector('input, textarea')
  if (!(field instanceof HTMLElement)) return
  event.preventDefault()
  field.focus()
}
