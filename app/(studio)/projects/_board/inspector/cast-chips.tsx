'use client'

import { Check } from 'lucide-react'
import { classes } from '#app/_ui/classes.ts'
import type { CastRow, SentenceRow } from '#lib/storyboard/model.ts'
import { castWith } from '../cast-with.ts'
import type { BoardHandle } from '../use-board.ts'

type CastChipsProps = { handle: BoardHandle; sentence: SentenceRow; cast: readonly CastRow[] | undefined }

/** Who and what is in the sentence. Each of the project's cast can be put in and taken out. */
export function CastChips({ handle, sentence, cast }: CastChipsProps) {
  const { id, castIds } = sentence
  const toggle = ({ id: memberId, name }: CastRow) => {
    const isIn = castIds.includes(memberId)
    const order = (cast ?? []).map((member) => member.id)
    handle.perform(`${isIn ? 'taking out' : 'putting in'} ${name}`, {
      kind: 'sentence.set',
      ids: [id],
      values: { castIds: castWith(castIds, { memberId, isIn: !isIn, order }) },
    })
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">Cast in this sentence</legend>
      <div className="flex min-h-8 flex-wrap gap-1.5 max-lg:min-h-11">
        {cast?.map((member) => {
          const isIn = castIds.includes(member.id)
          return (
            <button
              key={member.id}
              type="button"
              aria-pressed={isIn}
              onClick={() => toggle(member)}
              title={member.look}
              className={classes(
                'inline-flex h-8 max-w-full items-center gap-1.5 rounded-full border px-3 text-sm max-lg:h-11 pointer-coarse:min-h-10',
                isIn
                  ? 'border-accent bg-accent-soft text-ink'
                  : 'border-line text-muted hover:border-line-strong hover:text-ink',
              )}
            >
              {isIn && <Check size={14} aria-hidden className="shrink-0" />}
              <span className="truncate">{member.name}</span>
            </button>
          )
        })}
        {cast?.length === 0 && <p className="text-faint">This project has no cast yet.</p>}
      </div>
    </fieldset>
  )
}
