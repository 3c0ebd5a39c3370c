'use client'

import { Dices, ImagePlus, RefreshCw } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { isSamePicture } from '#lib/recipe/same-picture.ts'
import type { Board, CastRow, SentenceRow } from '#lib/storyboard/model.ts'
import type { BoardHandle } from '../use-board.ts'
import { CastChips } from './cast-chips.tsx'
import { ComposedPrompt } from './composed-prompt.tsx'
import { DraftsButton } from './drafts-button.tsx'
import { PromptField } from './prompt-field.tsx'
import { SeedField } from './seed-field.tsx'
import { Stage } from './stage.tsx'
import { StatusLine } from './status-line.tsx'
import { TakeStrip } from './take-strip.tsx'
import { useBesideNotice } from './use-beside-notice.ts'
import type { Making } from './use-making.ts'
import type { SeedChoice } from './use-seed.ts'
import { useTakeActions } from './use-take-actions.ts'
import { useTakes } from './use-takes.ts'

type ImageTabProps = {
  handle: BoardHandle
  board: Board
  sentence: SentenceRow
  number: number
  cast: readonly CastRow[] | undefined
  making: Making
  seed: SeedChoice
  onMake(): void
  /** A final of the draft that is shown, or a picture of what has changed since. */
  onRenew(): void
  onMakeNew(): void
  /** Also where a seed is pinned, which is unpinned then. */
  onMakeOther(): void
  onMakeDrafts(count: number): void
  /** Shows a take in full size, or else the chosen one. */
  onLook(takeId: string | null): void
}

export function ImageTab(props: ImageTabProps) {
  const { handle, board, sentence, number, cast, making, seed, onMake, onRenew } = props
  const { onMakeNew, onMakeOther, onMakeDrafts, onLook } = props
  const { project } = board
  const takes = useTakes(project.id, sentence.id)
  const actions = useTakeActions({ handle, sentence, takes: takes.items ?? [] })
  useBesideNotice({ sentence, takes: takes.items, choose: actions.choose })
  const current = takes.items?.find((take) => take.id === sentence.currentTakeId)
  const asked = { seed: seed.entry.kind === 'seed' ? seed.entry.seed : null, pictureIndex: seed.pictureIndex ?? 0 }
  const refusal = making.refusal ?? (seed.entry.kind === 'wrong' ? 'Correct the seed first.' : undefined)
  const isSame =
    refusal === undefined &&
    current !== undefined &&
    isSamePicture({ ...current, staleBecause: sentence.staleBecause }, asked)
  return (
    <>
      <div className="above-notices flex min-h-0 grow flex-col gap-4 overflow-y-auto overscroll-contain p-4 max-md:pb-40">
        <div className="flex shrink-0 flex-col gap-1">
          <Stage
            sentence={sentence}
            number={number}
            project={project}
            making={making}
            shown={current}
            onFavourite={actions.favourite}
            onEnlarge={() => onLook(null)}
          />
          <StatusLine sentence={sentence} making={making} onRenew={onRenew} />
          <TakeStrip
            sentence={sentence}
            takes={takes}
            actions={actions}
            isMaking={making.active !== undefined}
            onLook={onLook}
          />
        </div>
        <PromptField
          handle={handle}
          sentence={sentence}
          field="imagePrompt"
          label="Picture prompt"
          placeholder="Describe the scene: what is seen, from where, in what light. Cast and style are added by themselves."
        />
        <ComposedPrompt sentence={sentence} project={project} cast={cast ?? []} />
        <CastChips handle={handle} sentence={sentence} cast={cast} />
        <SeedField
          text={seed.text}
          pictureIndex={seed.pictureIndex}
          pinned={sentence.seed}
          shown={current}
          onChange={seed.change}
          onReuse={seed.reuse}
          onDone={seed.settle}
          onPin={seed.pin}
        />
      </div>
      <div className="min-h-23 shrink-0 border-line border-t bg-surface px-4 pt-3 pb-2 max-md:min-h-25 max-md:pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <div className="flex gap-2">
          {/* Not `disabled`: the focus would be lost with every picture that is asked for. */}
          <Button
            look="primary"
            className="grow aria-disabled:cursor-default aria-disabled:opacity-50"
            aria-disabled={refusal !== undefined}
            aria-describedby="why-not"
            onClick={onMake}
          >
            {sentence.imageUrl ? <RefreshCw size={16} aria-hidden /> : <ImagePlus size={16} aria-hidden />}
            {sentence.imageUrl ? 'Regenerate' : 'Make picture'}
          </Button>
          <DraftsButton isRefused={refusal !== undefined} onMake={onMakeDrafts} />
          <Button
            className="aria-disabled:cursor-default aria-disabled:opacity-50"
            aria-disabled={making.refusal !== undefined}
            aria-describedby="why-not"
            onClick={onMakeNew}
          >
            <Dices size={16} aria-hidden />
            New seed
          </Button>
        </div>
        <div className="mt-1 flex h-8 items-center gap-2 text-faint text-xs">
          <p id="why-not" className={classes('min-w-0 leading-4', !isSame && 'truncate')}>
            {refusal ??
              (isSame ? (
                'Same prompt, same seed: this would make the same picture.'
              ) : (
                <span className="max-lg:hidden not-any-pointer-fine:hidden">
                  Ctrl ↵, or Ctrl Shift ↵ for a new seed
                </span>
              ))}
          </p>
          {isSame && (
            <Button look="accent" className="-mr-2 ml-auto h-8 shrink-0 px-2 text-xs max-md:h-8" onClick={onMakeOther}>
              Another seed
            </Button>
          )}
        </div>
      </div>
    </>
  )
}
