'use client'

import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import {
  createContext,
  type FocusEvent,
  type ReactNode,
  useCallback,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { newId } from '#lib/runtime/ids.ts'
import { Button, IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { useRoomForNotices } from './use-room-for-notices.ts'

export type ToastInput = {
  title: string
  description?: string | undefined
  tone?: 'plain' | 'danger'
  action?: { label: string; run(): void }
  /** Aborted once there is nothing to tell any more. */
  signal?: AbortSignal
}

type Shown = ToastInput & { id: string }

const Show = createContext<(toast: ToastInput) => void>(() => {})

/** Long enough to read and to reach for Undo; errors stay until they are closed. */
const shownForMs = 8_000
const mostAtOnce = 3

export function useToast(): (toast: ToastInput) => void {
  return useContext(Show)
}

export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([])
  const { viewport, onFocus, leave, noteFocus } = useWayBack(shown)
  useRoomForNotices(viewport)
  const show = useCallback(
    (toast: ToastInput) => {
      const id = newId()
      noteFocus()
      setShown((all) => makeRoom([...all.filter((other) => !isSaidAgain(other, toast)), { ...toast, id }]))
      toast.signal?.addEventListener('abort', () => {
        // Whoever is in a notice reads it to its end.
        if (viewport.current?.contains(document.activeElement)) return
        setShown((all) => all.filter((other) => other.id !== id))
        leave()
      })
    },
    [viewport, noteFocus, leave],
  )
  const close = useCallback(
    (id: string) => {
      setShown((all) => all.filter((toast) => toast.id !== id))
      leave()
    },
    [leave],
  )
  const items = useMemo(
    () => shown.map((toast) => <Item key={toast.id} toast={toast} onClose={close} />),
    [shown, close],
  )
  return (
    <Show.Provider value={show}>
      {children}
      <Toast.Provider swipeDirection="down" duration={shownForMs}>
        {items}
        {/* At the list's left, where nothing of the inspector is; on a phone, above the buttons at the inspector's foot. As high as
            the page, so that it stays where it is while notices come and go in it. */}
        <Toast.Viewport
          ref={viewport}
          onFocus={onFocus}
          aria-label="Notices"
          className="pointer-events-none fixed top-6 bottom-[calc(1.5rem+var(--foot,0px))] left-6 z-50 flex w-96 max-w-[calc(100vw-29.25rem)] flex-col justify-end gap-2 max-md:inset-x-4 max-md:bottom-[calc(6.5rem+var(--foot,0px)+env(safe-area-inset-bottom))] max-md:w-auto max-md:max-w-none lg:left-62 lg:max-w-[calc(100vw-43.25rem)]"
        />
      </Toast.Provider>
    </Show.Provider>
  )
}

/**
 * While the focus or the pointer is in a notice, all of them stay. A button that vanishes with its notice says of neither that it
 * has gone, so it is said here, and the focus goes back to where it came from.
 */
function useWayBack(shown: readonly Shown[]) {
  const viewport = useRef<HTMLOListElement>(null)
  const before = useRef<EventTarget>(null)
  const noted = useRef<Element>(null)
  const onFocus = useCallback(({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget
  }, [])
  const leave = useCallback(() => {
    const focused = document.activeElement
    if (focused instanceof HTMLElement && viewport.current?.contains(focused)) {
      focused.blur()
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true })
    }
    viewport.current?.dispatchEvent(new PointerEvent('pointerleave', { bubbles: true }))
  }, [])
  const noteFocus = useCallback(() => {
    const focused = document.activeElement
    noted.current = viewport.current?.contains(focused) ? focused : null
  }, [])
  // What had the focus in a notice that is said again gives it to its like in the new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when other notices are shown can it be gone.
  useLayoutEffect(() => {
    const was = noted.current
    noted.current = null
    if (!was || was.isConnected || !viewport.current) return
    const [way, latest] = [before.current, viewport.current.lastElementChild]
    const buttons = [...(latest?.querySelectorAll('button') ?? [])]
    const like = was.matches('button') ? buttons.find(({ textContent }) => textContent === was.textContent) : latest
    if (like instanceof HTMLElement) like.focus({ preventScroll: true })
    before.current = way
  }, [shown])
  return { viewport, onFocus, leave, noteFocus }
}

/** An error with a button may hold words that were not saved, and its like is about others. */
function isSaidAgain(known: ToastInput, next: ToastInput): boolean {
  if (known.tone !== next.tone || (known.tone === 'danger' && known.action)) return false
  return known.title === next.title && known.description === next.description
}

/** What is only good to know gives way; an error, which may hold words that were not saved, does not. */
function makeRoom(all: Shown[]): Shown[] {
  if (all.length <= mostAtOnce) return all
  const index = all.findIndex((toast) => toast.tone !== 'danger')
  return index < 0 ? all : all.toSpliced(index, 1)
}

function Item({ toast, onClose }: { toast: Shown; onClose(id: string): void }) {
  const isError = toast.tone === 'danger'
  return (
    <Toast.Root
      {...(isError ? { duration: Number.POSITIVE_INFINITY } : {})}
      type={isError ? 'foreground' : 'background'}
      onOpenChange={(open) => !open && onClose(toast.id)}
      className={classes(
        'pointer-events-auto flex items-center gap-3 rounded-md border bg-surface py-2 pr-2 pl-4 shadow-float',
        isError ? 'border-danger' : 'border-line',
      )}
    >
      <div className="min-w-0 grow py-1">
        <Toast.Title className="font-medium">{toast.title}</Toast.Title>
        {toast.description && <Toast.Description className="text-muted">{toast.description}</Toast.Description>}
      </div>
      {toast.action && (
        <Toast.Action asChild altText={toast.action.label}>
          <Button look="accent" onClick={toast.action.run}>
            {toast.action.label}
          </Button>
        </Toast.Action>
      )}
      <Toast.Close asChild>
        <IconButton label="Dismiss">
          <X size={16} aria-hidden />
        </IconButton>
      </Toast.Close>
    </Toast.Root>
  )
}
