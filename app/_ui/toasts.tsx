'use client'

import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { newId } from '#lib/runtime/ids.ts'
import { Button, IconButton } from './button.tsx'
import { classes } from './classes.ts'

export type ToastInput = {
  title: string
  description?: string | undefined
  tone?: 'plain' | 'danger'
  action?: { label: string; run(): void }
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
  const show = useCallback((toast: ToastInput) => {
    setShown((all) => makeRoom([...all, { ...toast, id: newId() }]))
  }, [])
  const close = useCallback((id: string) => setShown((all) => all.filter((toast) => toast.id !== id)), [])
  const items = useMemo(
    () => shown.map((toast) => <Item key={toast.id} toast={toast} onClose={close} />),
    [shown, close],
  )
  return (
    <Show.Provider value={show}>
      {children}
      <Toast.Provider swipeDirection="down" duration={shownForMs}>
        {items}
        <Toast.Viewport
          aria-label="Notices"
          className="fixed right-6 bottom-6 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 max-md:right-4 max-md:bottom-20"
        />
      </Toast.Provider>
    </Show.Provider>
  )
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
        'flex items-center gap-3 rounded-md border bg-surface py-2 pr-2 pl-4 shadow-float',
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
