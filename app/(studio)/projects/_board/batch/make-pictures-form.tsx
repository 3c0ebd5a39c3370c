'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { askApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useIsLive } from '#app/_live/providers.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Choice } from '#app/_ui/choice.tsx'
import { describeHelp } from '#app/_ui/describe-help.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { Quality } from '#lib/recipe/recipe.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import type { BoardHandle } from '../use-board.ts'
import { pictures } from './describe-quote.ts'
import { QuotePanel } from './quote-panel.tsx'
import { type AskedPictures, useEmptyScopes, useQuote } from './use-quotes.ts'

const needed = {
  final: 'No picture yet, a draft, or not what would be made now',
  draft: 'No picture yet, or one that something has changed since',
} as const
const scopesFor = (quality: Quality) => [
  { value: 'stale' as const, label: 'Those that need one', note: needed[quality], ifNone: 'None needs one' },
  {
    ...{ value: 'failed' as const, label: 'The failed ones', note: 'Whose last try went wrong' },
    ifNone: 'None: no last try went wrong',
  },
  { value: 'all' as const, label: 'Every sentence', note: 'Also those that are up to date' },
]
const qualities = [
  { value: 'final', label: 'Final', note: 'In full, on the better GPUs first' },
  { value: 'draft', label: 'Draft', note: 'Quick and smaller, on whichever GPU is free' },
] as const

type OwnScope = ReturnType<typeof scopesFor>[number]['value']
/** What pictures are asked for, before anything is chosen in the form. */
export type MakeRequest = { scope: OwnScope } | { scope: 'selected'; ids: readonly string[] }
type Scope = MakeRequest['scope']
type FormProps = {
  projectId: string
  handle: BoardHandle
  request: MakeRequest
  onMade(batchId: string): void
  onDone(): void
}

/** Which ones, how well, and what that comes to, before anything is asked for. */
export function MakePicturesForm({ projectId, handle, request, onMade, onDone }: FormProps) {
  const [scope, setScope] = useState<Scope>(request.scope)
  const [quality, setQuality] = useState<Quality>('final')
  const [isSending, setSending] = useState(false)
  const queryClient = useQueryClient()
  const toast = useToast()
  const path = `/api/v1/projects/${projectId}/generate`
  const ids = request.scope === 'selected' ? request.ids : undefined
  const asked: AskedPictures = { scope, quality, ...(scope === 'selected' && ids && { ids }) }
  const isSaved = handle.pendingCount === 0
  const isLive = useIsLive()
  const { data: quote, error, isPaused } = useQuote({ projectId, isSaved }, asked)
  const empty = useEmptyScopes({ projectId, isSaved }, quality)
  const own = scopesFor(quality).map(({ ifNone, ...option }) => {
    if (ifNone === undefined || !empty.has(option.value)) return option
    // What is chosen stays in reach of the keys.
    return { ...option, note: ifNone, isDisabled: option.value !== scope }
  })

  // A browser that knows of it does not even ask; of a line that only lets nothing through, the socket knows.
  const isCutOff = isPaused || !isLive || handle.status === 'offline'

  const make = async (event: FormEvent) => {
    event.preventDefault()
    if (!quote || quote.count === 0 || quote.count > quote.room || isSending) return
    setSending(true)
    try {
      const { batchId } = await askApi<{ batchId: string }>(path, asked)
      onMade(batchId)
      onDone()
      await queryClient.invalidateQueries({ queryKey: queryKeys.batches(projectId) })
    } catch (cause) {
      if (!isAppError(cause)) throw cause
      toast(errorToast(cause))
    } finally {
      setSending(false)
    }
  }

  const { count = 0, room = 0 } = quote ?? {}
  return (
    <form onSubmit={(event) => void make(event)} className="flex flex-col gap-5">
      <Choice<Scope>
        label="Which"
        options={[...(ids ? [selectedScope(ids.length)] : []), ...own]}
        value={scope}
        onChange={setScope}
      />
      <Choice<Quality> label="Quality" options={qualities} value={quality} onChange={setQuality} isRow />
      {error && !isCutOff ? (
        <p role="alert" className="min-h-28 rounded-md border border-danger bg-danger-soft p-3">
          {error.message} {error instanceof AppError && describeHelp(error)}
        </p>
      ) : (
        <QuotePanel {...{ quote, quality, isSaved, isCutOff }} />
      )}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex justify-end gap-2 border-line border-t bg-surface px-5 py-3">
        <Button look="quiet" onClick={onDone}>
          Not now
        </Button>
        <Button
          look="primary"
          type="submit"
          className="min-w-40"
          disabled={count === 0 || count > room || isSending || !isSaved}
        >
          {isSending
            ? 'Asking…'
            : count === 0
              ? quality === 'draft'
                ? 'Make drafts'
                : 'Make pictures'
              : `Make ${pictures(count, quality)}`}
        </Button>
      </div>
    </form>
  )
}

function selectedScope(count: number) {
  const label = count === 1 ? 'The selected sentence' : `The ${count.toLocaleString('en')} selected`
  return { value: 'selected', label, note: 'Whether they need one or not' } as const
}
