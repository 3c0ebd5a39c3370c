'use client'

import { Button } from '#app/_ui/button.tsx'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { fieldOf } from '#lib/storyboard/edits.ts'
import { tellGone } from './tell-gone.ts'
import type { BoardHandle } from './use-board.ts'
import type { Held } from './use-held.ts'
import { WordsNotice, WordsNotices } from './words-notice.tsx'

type UnseenNoticesProps = {
  handle: Pick<BoardHandle, 'board' | 'unseen' | 'letGo' | 'perform'>
  held: Held
  /** Whether its row, with its own notice, is on the page. */
  isShown(sentenceId: string): boolean
}

/** Words in sentences that no board shows, and that cannot be shown in their place either. */
export function UnseenNotices({ handle, held, isShown }: UnseenNoticesProps) {
  const { board, unseen, letGo, perform } = handle
  const hidden = unseen.filter(({ id }) => !isShown(id))
  if (hidden.length === 0) return null
  return (
    <WordsNotices label="Words that went out of sight">
      {hidden.map((edit) => {
        const { id } = edit
        const row = findRow(board?.sentences ?? [], id)
        const section = row && findRow(board?.sections ?? [], row.sectionId)
        return (
          <WordsNotice key={`${id} ${fieldOf(edit)}`} {...tellGone(row)} text={row?.[fieldOf(edit)] ?? edit.text}>
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
          </WordsNotice>
        )
      })}
    </WordsNotices>
  )
}
