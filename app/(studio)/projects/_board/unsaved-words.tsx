'use client'

import { Copy, ListPlus, X } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { copyText } from '#app/_ui/copy-text.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { isBlank } from '#lib/runtime/fields.ts'
import { newId } from '#lib/runtime/ids.ts'
import { fieldOf, visibleSections } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { type Refused, wordsOf } from './outbox-model.ts'
import type { BoardHandle } from './use-board.ts'

/** Words that the server would not take: nothing that was written goes without being seen. */
export function UnsavedWords({
  handle,
}: {
  handle: Pick<BoardHandle, 'board' | 'refused' | 'dropRefused' | 'perform'>
}) {
  const { board, refused, dropRefused, perform } = handle
  const toast = useToast()
  if (refused.length === 0) return null
  return (
    <section
      aria-label="Words that could not be saved"
      className="mx-auto mb-4 grid max-w-5xl gap-2 px-6 pt-4 max-md:px-4"
    >
      {refused.map((words) => {
        const text = wordsOf(words.edit)
        const sectionId = board && placeFor(board, words)
        return (
          <div key={words.id} role="alert" className="rounded-md border border-danger bg-danger-soft p-3">
            <p className="font-medium">What you wrote could not be saved. {words.reason}</p>
            <p dir="auto" className="wrap-anywhere mt-2 line-clamp-6 whitespace-pre-wrap text-base">
              {text}
            </p>
            <div className="mt-3 flex flex-wrap gap-2">
              <Button onClick={() => void copyText(text).then(() => toast({ title: 'Text copied' }))}>
                <Copy size={14} aria-hidden />
                Copy
              </Button>
              {sectionId && !isBlank(text) && (
                <Button
                  onClick={() => {
                    const sentences = text
                      .split('\n')
                      .flatMap((line) => (isBlank(line) ? [] : { id: newId(), text: line }))
                    perform('adding a sentence', { kind: 'sentence.add', sectionId, sentences })
                    dropRefused(words.id)
                  }}
                >
                  <ListPlus size={14} aria-hidden />
                  Put in a new sentence
                </Button>
              )}
              <Button look="quiet" onClick={() => dropRefused(words.id)}>
                <X size={14} aria-hidden />
                Discard
              </Button>
            </div>
          </div>
        )
      })}
    </section>
  )
}

/** For words of the script: the section they were written in, if that is there, or else the last. */
function placeFor(board: Board, { edit }: Refused): string | undefined {
  const isScript = edit.kind === 'sentence.add' || (edit.kind === 'sentence.edit' && fieldOf(edit) === 'text')
  if (!isScript) return undefined
  const sections = visibleSections(board)
  const wanted = edit.kind === 'sentence.add' ? edit.sectionId : undefined
  return (sections.find(({ id }) => id === wanted) ?? sections.at(-1))?.id
}
