'use client'

import { ListPlus, X } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { isBlank } from '#lib/runtime/fields.ts'
import { fieldOf, visibleSections } from '#lib/storyboard/edits.ts'
import { type Board, splitLines } from '#lib/storyboard/model.ts'
import { additions } from './additions.ts'
import { type Refused, wordsOf } from './outbox-model.ts'
import type { BoardHandle } from './use-board.ts'
import { WordsNotice, WordsNotices } from './words-notice.tsx'

/** Words that the server would not take: nothing that was written goes without being seen. */
export function UnsavedWords({
  handle,
}: {
  handle: Pick<BoardHandle, 'board' | 'refused' | 'dropRefused' | 'perform'>
}) {
  const { board, refused, dropRefused, perform } = handle
  if (refused.length === 0) return null
  return (
    <WordsNotices label="Words that could not be saved">
      {refused.map((words) => {
        const text = wordsOf(words.edit)
        const sectionId = board && placeFor(board, words)
        return (
          <WordsNotice key={words.id} title={`What you wrote could not be saved. ${words.reason}`} text={text}>
            {board && sectionId && !isBlank(text) && (
              <Button
                onClick={() => {
                  perform('adding a sentence', ...additions(board, { sectionId, texts: splitLines(text) }))
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
          </WordsNotice>
        )
      })}
    </WordsNotices>
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
