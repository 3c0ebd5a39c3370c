'use client'

import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { copyText } from '#app/_ui/copy-text.ts'
import { useToast } from '#app/_ui/toasts.tsx'

/** Above the board, where nothing else can show what was written. */
export function WordsNotices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="mx-auto mb-4 grid max-w-5xl gap-2 px-6 pt-4 max-md:px-4">
      {children}
    </section>
  )
}

type WordsNoticeProps = {
  title: string
  description?: string
  text: string
  /** What can be done besides copying them. */
  children: ReactNode
}

/** Words that somebody wrote, why they are nowhere else, and a way to take them along. */
export function WordsNotice({ title, description, text, children }: WordsNoticeProps) {
  const toast = useToast()
  return (
    <div role="alert" className="rounded-md border border-danger bg-danger-soft p-3">
      <p className="font-medium">{title}</p>
      {description && <p className="text-muted">{description}</p>}
      <p dir="auto" className="wrap-anywhere mt-2 line-clamp-6 whitespace-pre-wrap text-base">
        {text}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={() => void copyText(text).then(() => toast({ title: 'Text copied' }))}>
          <Copy size={14} aria-hidden />
          Copy
        </Button>
        {children}
      </div>
    </div>
  )
}
