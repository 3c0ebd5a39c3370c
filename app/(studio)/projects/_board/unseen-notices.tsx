'use client'

import { Copy } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { copyText } from '#app/_ui/copy-text.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { fieldOf } from '#lib/storyboard/edits.ts'
import { tellGone } from './tell-gone.ts'
import type { BoardHandle } from './use-board.ts'
import type { Held } from './use-held.ts'

type UnseenNoticesProps = {
  handle: Pick<BoardHandle, 'board' | 'unseen' | 'letGo' | 'perform'>
  held: Held
  /** Whether its row, with its own notice, is on the page. */
  isShown(sentenceId: string): boolean
}

/** Words in sentences that no board shows, and that cannot be shown in their place either. */
export function UnseenNotices({ handle, held, isShown }: UnseenNoticesProps) {
  const { board, unseen, letGo, perform } = handle
  const toast = useToast()
  const hidden = unseen.filter(({ id }) => !isShown(id))
  if (hidden.length === 0) return null
  return (
    <section
      aria-label="Words that went out of sight"
      className="mx-auto mb-4 grid max-w-5xl gap-2 px-6 pt-4 max-md:px-4"
    >
      {hidden.map((edit) => {
        const { id } = edit
        const row = findRow(board?.sentences ?? [], id)
        const text = row?.[fieldOf(edit)] ?? edit.text
        const { title, description } = tellGone(row)
        const section = row && findRow(board?.sections ?? [], row.sectionId)
        return (
          <div
            key={`${id} ${fieldOf(edit)}`}
            role="alert"
            className="rounded-md border border-danger bg-danger-soft p-3"
          >
            <p className="font-medium">{title}</p>
            <p className="text-muted">{description}</p>
            <p dir="auto" className="wrap-anywhere mt-2 line-clamp-6 whitespace-pre-wrap text-base">
              {text}
            </p>
            <div className="mt-3 flex flex-wrap gap-2">
              <Button onClick={() => void copyText(text).then(() => toast({ title: 'Text copied' }))}>
                <Copy size={14} aria-hidden />
                Copy
              </Button>
              {row && (
                <Button
                  onClick={() => {
                    // A page that never had the section cannot know it; the server does.
                    if (section?.deleted !== false) {
                      perform('bringing back a section', { kind: 'section.restore', id: row.sectionId })
                    }
                    if (row.deleted) perform('bringing back a sentence', { kind: 'sentence.restore', ids: [id] })
                  }}
                >
                  Bring it back
                </Button>
              )}
              <Button
                look="quiet"
                onClick={() => {
                  held.letGo(id)
                  letGo(id)
                }}
              >
                Let it go
              </Button>
            </div>
          </div>
        )
      })}
    </section>
  )
}
