'use client'

import { Download, Maximize2, Minimize2, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { FrameCorners } from '#app/_ui/empty-state.tsx'
import { actOf, fullSizeKeys } from '../keys/field-keys.ts'
import { downloadFile } from './download-file.ts'
import { readSwipe } from './read-swipe.ts'

export type LargePicture = { url: string; alt: string; size: { width: number; height: number } }
export type LightboxAct = (typeof fullSizeKeys)[number]['act']

type LightboxProps = {
  title: string
  /** What is in the picture, in the words of the script. */
  words: string
  picture: LargePicture | undefined
  /** Beside the title. */
  buttons: ReactNode
  /** Below the picture. */
  foot: ReactNode
  /** By a key, or a finger that goes over the picture. */
  onAct(act: LightboxAct): void
  onClose(): void
  /** It is gone, and the focus is to go elsewhere. */
  onClosed(): void
}

/** A picture as it is, on nothing else: fitted to the window, or pixel for pixel, and then what is in sight stays from one to the next. */
export function Lightbox({ title, words, picture, buttons, foot, onAct, onClose, onClosed }: LightboxProps) {
  const [isWhole, setWhole] = useState(true)
  const frame = useRef<HTMLDivElement>(null)
  const swipe = useSwipe((by) => onAct(by > 0 ? 'older' : 'newer'))

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
  const onKeyDown = (event: KeyboardEvent) => {
    const act = actOf(fullSizeKeys, event)
    const isPressing = event.key === 'Enter' && event.target instanceof Element && event.target.closest('button')
    if (!act || act === 'back' || isPressing) return
    event.preventDefault()
    // What does not fit is scrolled, and by the arrows too that would lead to another sentence.
    const scroll = isWhole ? undefined : scrolls[event.key]
    if (act === 'zoom') setWhole(!isWhole)
    else if (scroll && act !== 'newer' && act !== 'older') frame.current?.scrollBy(scroll)
    else onAct(act)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex flex-col bg-canvas outline-none"
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            // Not what scrolls: a ring around a picture is in the way of whoever judges it.
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
        >
          <div className="flex h-14 shrink-0 items-center gap-2 border-line border-b px-4 max-md:gap-0 max-md:pr-1 max-md:pl-3">
            <Dialog.Title className="shrink-0 font-medium">{title}</Dialog.Title>
            <p className="min-w-0 grow truncate text-faint text-sm max-md:px-1" dir="auto" title={words}>
              {words}
            </p>
            {picture && (
              <span className="shrink-0 text-faint text-sm tabular-nums max-md:hidden">
                {picture.size.width} × {picture.size.height}
              </span>
            )}
            {buttons}
            <Button look="quiet" className="min-w-39 max-md:min-w-11 max-md:px-0" onClick={() => setWhole(!isWhole)}>
              {isWhole ? <Maximize2 size={16} aria-hidden /> : <Minimize2 size={16} aria-hidden />}
              <span className="max-md:sr-only">{isWhole ? 'Show at 100 %' : 'Fit to window'}</span>
            </Button>
            <IconButton label="Download" disabled={!picture} onClick={() => picture && downloadFile(picture.url)}>
              <Download size={16} aria-hidden />
            </IconButton>
            <Dialog.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          <div
            ref={frame}
            tabIndex={isWhole ? undefined : 0}
            {...(isWhole && swipe)}
            className={classes(
              'flex min-h-0 grow overflow-auto -outline-offset-2',
              isWhole && 'touch-pan-y touch-pinch-zoom',
            )}
          >
            {picture ? (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the button above does the same for the keyboard.
              // biome-ignore lint/a11y/noNoninteractiveElementInteractions: as above.
              <img
                // The one before is not to be taken for this one while this one is read; its small picture is there at once.
                key={picture.url}
                src={picture.url}
                alt={picture.alt}
                width={picture.size.width}
                height={picture.size.height}
                decoding="sync"
                draggable={false}
                onClick={toggle}
                style={{ backgroundImage: `url("${picture.url}?w=320")` }}
                className={classes(
                  'm-auto shrink-0 bg-center bg-contain bg-no-repeat',
                  isWhole ? 'max-h-full max-w-full cursor-zoom-in object-contain' : 'max-w-none cursor-zoom-out',
                )}
              />
            ) : (
              <div className="m-auto flex flex-col items-center gap-1 text-faint">
                <FrameCorners />
                <p>No picture yet</p>
              </div>
            )}
          </div>
          {foot}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** As far as browsers scroll for an arrow key. */
const stepPx = 40
const scrolls: Readonly<Record<string, ScrollToOptions>> = {
  ArrowUp: { top: -stepPx },
  ArrowDown: { top: stepPx },
  ArrowLeft: { left: -stepPx },
  ArrowRight: { left: stepPx },
}

/** One finger that goes over what it is put on, from side to side. */
function useSwipe(onSwipe: (by: -1 | 1) => void) {
  const start = useRef<{ x: number; y: number }>(undefined)
  return {
    onPointerDown({ pointerType, isPrimary, clientX, clientY }: PointerEvent) {
      // A second finger makes it a pinch.
      start.current = pointerType === 'touch' && isPrimary ? { x: clientX, y: clientY } : undefined
    },
    onPointerUp({ clientX, clientY }: PointerEvent) {
      const from = start.current
      start.current = undefined
      const by = from && readSwipe({ x: clientX - from.x, y: clientY - from.y })
      if (by) onSwipe(by)
    },
    onPointerCancel() {
      start.current = undefined
    },
  }
}
