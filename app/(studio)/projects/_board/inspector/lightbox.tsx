'use client'

import { Download, Maximize2, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type MouseEvent, useRef, useState } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { downloadFile } from './download-file.ts'

type LightboxProps = {
  url: string
  title: string
  size: { width: number; height: number }
  onClose(): void
}

/** The picture as it is, on nothing else: fitted to the window, or pixel for pixel. */
export function Lightbox({ url, title, size, onClose }: LightboxProps) {
  const [isWhole, setWhole] = useState(true)
  const frame = useRef<HTMLDivElement>(null)

  const toggle = (event: MouseEvent<HTMLImageElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
    setWhole(!isWhole)
    // What was pointed at stays in sight.
    requestAnimationFrame(() => {
      const { scrollWidth = 0, scrollHeight = 0, clientWidth = 0, clientHeight = 0 } = frame.current ?? {}
      frame.current?.scrollTo(at.x * scrollWidth - clientWidth / 2, at.y * scrollHeight - clientHeight / 2)
    })
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex flex-col bg-canvas outline-none"
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            frame.current?.focus()
          }}
        >
          <div className="flex h-14 shrink-0 items-center gap-2 border-line border-b px-4 max-md:px-2">
            <Dialog.Title className="min-w-0 grow truncate font-medium">{title}</Dialog.Title>
            <span className="text-faint text-sm tabular-nums max-md:hidden">
              {size.width} × {size.height}
            </span>
            <Button look="quiet" aria-pressed={!isWhole} onClick={() => setWhole(!isWhole)}>
              <Maximize2 size={16} aria-hidden />
              {isWhole ? '100 %' : 'Fit'}
            </Button>
            <IconButton label="Download" onClick={() => downloadFile(url)}>
              <Download size={16} aria-hidden />
            </IconButton>
            <Dialog.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: at 100 % it scrolls, and that needs the keyboard too. */}
          <div ref={frame} tabIndex={0} className="flex min-h-0 grow overflow-auto -outline-offset-2">
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button above does the same for the keyboard. */}
            {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: as above. */}
            <img
              src={url}
              alt={title}
              width={size.width}
              height={size.height}
              onClick={toggle}
              className={classes(
                'm-auto shrink-0',
                isWhole ? 'max-h-full max-w-full cursor-zoom-in object-contain' : 'max-w-none cursor-zoom-out',
              )}
            />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
