'use client'

import { Copy, CornerLeftUp, Pin, PinOff } from 'lucide-react'
import { useId } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { copyText } from '#app/_ui/copy-text.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { TakeRow } from '#lib/takes/model.ts'
import { readSeed } from './read-seed.ts'
import { whichPicture } from './seed-words.ts'

type SeedFieldProps = {
  /** What stands in the field; a pinned seed stands there by itself. */
  text: string
  /** Which of its pictures is meant, where it is not the first. */
  pictureIndex: number | undefined
  pinned: string | null
  /** The take that is shown. */
  shown: Pick<TakeRow, 'seed' | 'pictureIndex' | 'count'> | undefined
  onChange(text: string): void
  /** The seed of the take that is shown is to be used again. */
  onReuse(seed: string, pictureIndex: number): void
  /** The field was left, or Enter pressed. */
  onDone(): void
  onPin(seed: string | null): void
}

/** The seed of the next picture, and that of the one that is shown. */
export function SeedField({ text, pictureIndex = 0, pinned, shown, onChange, onReuse, onDone, onPin }: SeedFieldProps) {
  const id = useId()
  const toast = useToast()
  const entry = readSeed(text)
  const used = shown?.seed ?? null
  const wrong = entry.kind === 'wrong' ? entry.message : undefined
  // Pinning an empty field keeps the seed the picture has.
  const pinnable = entry.kind === 'seed' ? entry.seed : entry.kind === 'random' ? used : null
  const isPinned = pinned !== null
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        Seed
      </label>
      <div className="flex gap-1.5">
        <input
          id={id}
          data-seed
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          placeholder="Random"
          value={text}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onDone}
          onKeyDown={(event) => event.key === 'Enter' && onDone()}
          className={classes(
            'h-9 min-w-0 grow rounded-md border bg-canvas px-3 tabular-nums placeholder:text-faint max-lg:h-11',
            wrong ? 'border-danger' : 'border-line-strong',
          )}
        />
        <Button
          aria-pressed={isPinned}
          disabled={!isPinned && pinnable === null}
          onClick={() => onPin(isPinned ? null : pinnable)}
          title={
            isPinned ? 'Let the next picture have another seed' : 'Use this seed for every picture of the sentence'
          }
          className="min-w-26 aria-pressed:border-accent aria-pressed:bg-accent-soft max-lg:h-11"
        >
          {isPinned ? <PinOff size={16} aria-hidden /> : <Pin size={16} aria-hidden />}
          {isPinned ? 'Pinned' : 'Pin'}
        </Button>
      </div>
      <div id={`${id}-note`} className="mt-1.5 flex min-h-8 items-center gap-1 text-sm max-lg:min-h-11">
        {wrong ? (
          <p role="alert" className="text-danger">
            {wrong}
          </p>
        ) : !shown || used === null ? (
          <p className="text-faint">
            {isPinned ? 'Every picture is made with it.' : 'Empty: each picture draws its own.'}
          </p>
        ) : (
          <>
            <p className="min-w-0 grow text-balance text-muted leading-4">
              Made with <span className="select-text text-ink tabular-nums">{used}</span>
              {whichPicture(shown)}
            </p>
            <IconButton
              label="Copy the seed"
              onClick={() => void copyText(used).then(() => toast({ title: 'Seed copied' }))}
            >
              <Copy size={16} aria-hidden />
            </IconButton>
            <IconButton
              label="Use this seed again"
              onClick={() => onReuse(used, shown.pictureIndex)}
              disabled={text === used && pictureIndex === shown.pictureIndex}
            >
              <CornerLeftUp size={16} aria-hidden />
            </IconButton>
          </>
        )}
      </div>
    </div>
  )
}
