'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { JobRow } from '#lib/jobs/model.ts'
import type { Waiting } from '#lib/jobs/queue-model.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { cancelJob, regenerateImage, retryJob } from '../../job-actions.ts'
import { addJobs, type LatestJob, type LatestJobs, latestJobOf } from '../latest-jobs.ts'
import type { BoardHandle } from '../use-board.ts'
import { type ActiveJob, findActiveJob } from './active-job.ts'
import { useWaiting } from './use-waiting.ts'

type MakeOptions = {
  seed?: string | undefined
  /** Which of the seed's pictures. Left out: the first. */
  pictureIndex?: number | undefined
  /** Where a draft is shown, its final: with its seed, unless another is given. */
  fromDraft?: boolean | undefined
  /** So many drafts instead of a final. */
  drafts?: number | undefined
}

export type FailedJob = { id: string; message: string; suggestion: string | undefined }

/** The making of one sentence's picture: what goes on, and what a person can do about it. */
export type Making = {
  active: ActiveJob | undefined
  /** Its place in the queue and why it waits there, once that is known. */
  waiting: Waiting | undefined
  /** The last try, when it failed. */
  failed: FailedJob | undefined
  /** Why nothing can be asked for now, for a person. */
  refusal: string | undefined
  make(options?: MakeOptions): Promise<void>
  cancel(): Promise<void>
  retry(): Promise<void>
  /** Takes the failure off the picture. */
  dismiss(): void
}

type MakingParts = { projectId: string; sentence: SentenceRow; jobs: LatestJobs; handle: BoardHandle }
type Jobs = { items: JobRow[] }

export function useMaking({ projectId, sentence, jobs, handle }: MakingParts): Making {
  const sentenceId = sentence.id
  const queryClient = useQueryClient()
  const toast = useToast()
  const [askingFor, setAskingFor] = useState<ReadonlySet<string>>(new Set())
  const [dismissedId, setDismissedId] = useState<string>()
  const { data } = useQuery({
    queryKey: queryKeys.jobsOf(sentenceId),
    queryFn: () => readApi<Jobs>(`/api/v1/jobs?sentenceId=${sentenceId}&limit=20`),
  })
  const isAsking = askingFor.has(sentenceId)
  const rows = data?.items ?? []
  const latest = latestJobOf(addJobs(jobs, rows), sentenceId, 'picture')
  const active = findActiveJob(sentence, { latest, rows })
  const waiting = useWaiting(active)

  const note = (row: JobRow) => {
    queryClient.setQueryData<LatestJobs>(queryKeys.jobs(projectId), (known) => addJobs(known ?? {}, [row]))
    queryClient.setQueryData<Jobs>(queryKeys.jobsOf(sentenceId), (known) => {
      return { items: [row, ...(known?.items ?? []).filter((other) => other.id !== row.id)] }
    })
  }
  const settle = async (act: () => Promise<Result<JobRow>>) => {
    const result = await act()
    if (result.ok) note(result.value)
    else toast(errorToast(result.error))
  }
  const ask = async (act: () => Promise<Result<JobRow>>) => {
    if (isAsking) return
    setAskingFor((all) => new Set(all).add(sentenceId))
    await settle(act).finally(() => setAskingFor((all) => new Set([...all].filter((id) => id !== sentenceId))))
  }
  const refusal = isAsking ? 'One moment.' : whyNot(sentence, active !== undefined)

  return {
    active,
    waiting,
    failed: latest?.id === dismissedId || active ? undefined : describeFailure(latest),
    refusal,
    async make({ seed, pictureIndex, fromDraft = false, drafts } = {}) {
      if (refusal) return
      await ask(async () => {
        // What was just typed is what the picture is made of.
        const unsaved = await handle.whenSaved(sentenceId)
        if (unsaved) return { ok: false, error: unsaved }
        return await tryAction(regenerateImage, {
          ...{ sentenceId, seed, pictureIndex: (drafts ?? 1) > 1 ? undefined : pictureIndex },
          ...(drafts !== undefined && { quality: 'draft' as const, count: drafts }),
          ...(fromDraft && { from: 'draft' as const }),
        })
      })
    },
    async cancel() {
      // At once, also while the answer to what is cancelled is still on its way.
      if (active) await settle(() => tryAction(cancelJob, { id: active.id }))
    },
    async retry() {
      if (!latest || whyNot(sentence, active !== undefined)) return
      await ask(async () => {
        const unsaved = await handle.whenSaved(sentenceId)
        return unsaved ? { ok: false, error: unsaved } : await tryAction(retryJob, { id: latest.id })
      })
    },
    dismiss: () => setDismissedId(latest?.id),
  }
}

function describeFailure(job: LatestJob | undefined): FailedJob | undefined {
  if (job?.state !== 'failed') return undefined
  const { message = 'The picture could not be made.', suggestion } = job.error ?? {}
  return { id: job.id, message, suggestion }
}

/** Why no picture of a sentence can be asked for now, for a person. */
export function whyNot(
  { locked, imagePrompt }: Pick<SentenceRow, 'locked' | 'imagePrompt'>,
  isActive: boolean,
): string | undefined {
  if (isActive) return 'A picture is being made.'
  if (locked) return 'This sentence is locked, so nothing new is made for it.'
  return imagePrompt.trim() === '' ? 'Write a prompt first.' : undefined
}
