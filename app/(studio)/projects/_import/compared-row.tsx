'use client'

import { Image } from 'lucide-react'
import { memo } from 'react'
import { Button } from '#app/_ui/button.tsx'
import type { ComparedSentence } from '#lib/storyboard/script-compare.ts'
import { ChangedWords } from './changed-words.tsx'
import type { ComparedLine } from './comparison.ts'

type ComparedRowProps = {
  line: ComparedLine
  gone: readonly ComparedSentence[]
  onOld(index: number, oldId: string | null): void
  onKeep(index: number, keeps: boolean): void
}

const labels = { same: 'As it was', kept: 'Your words stay', edited: 'Edited', moved: 'Moved', new: 'New' } as const
/** A list to choose from is no help when it is longer. */
const mostOffered = 100

/** A sentence of the new version that is not as it was, and what can be decided of it. */
export const ComparedRow = memo(function ComparedRow({ line, gone, onOld, onKeep }: ComparedRowProps) {
  const { index, kind, text, old, isMoved } = line
  return (
    <li className="grid grid-cols-[8rem_1fr_auto] items-start gap-x-3 gap-y-1 rounded-md px-3 py-2 [contain-intrinsic-size:auto_3rem] [content-visibility:auto] hover:bg-surface max-md:grid-cols-1">
      <span className="flex items-center gap-1.5 pt-px text-muted text-sm">
        {labels[kind]}
        {isMoved && kind !== 'moved' && ', moved'}
        {old?.hasPicture && <Image size={14} role="img" aria-label="Has a picture" className="text-faint" />}
      </span>
      <div className="min-w-0">
        {old && kind === 'edited' ? (
          <ChangedWords from={old.text} to={text} />
        ) : (
          <p dir="auto">{kind === 'kept' && old ? old.text : text}</p>
        )}
        {old?.wasEdited && kind === 'edited' && (
          <p className="text-muted text-sm">Its words were changed on the board as well.</p>
        )}
        {kind === 'kept' && (
          <p dir="auto" className="text-muted text-sm">
            The script says: {text}
          </p>
        )}
      </div>
      <div className="-my-1 flex flex-wrap justify-end gap-1 max-md:my-0 max-md:justify-start">
        {kind === 'edited' && <Act label="Keep the old words" text={text} onClick={() => onKeep(index, true)} />}
        {kind === 'kept' && <Act label="Take the script’s" text={text} onClick={() => onKeep(index, false)} />}
        {old && <Act label="Not the same" text={text} onClick={() => onOld(index, null)} />}
        {!old && gone.length > 0 && (
          <select
            aria-label={`Which sentence this was: ${text}`}
            value=""
            onChange={(event) => onOld(index, event.target.value)}
            className="h-8 w-36 rounded-md border border-line-strong bg-canvas px-2 text-sm max-md:h-11"
          >
            <option value="">It was …</option>
            {gone.slice(0, mostOffered).map(({ id, text: was, number }) => (
              <option key={id} value={id}>
                {number}. {was.slice(0, 80)}
              </option>
            ))}
          </select>
        )}
      </div>
    </li>
  )
})

function Act({ label, text, onClick }: { label: string; text: string; onClick(): void }) {
  return (
    <Button look="quiet" className="h-8 px-2 text-sm" aria-label={`${label}: ${text}`} onClick={onClick}>
      {label}
    </Button>
  )
}
