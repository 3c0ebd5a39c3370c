'use client'

import { Image } from 'lucide-react'
import { useState } from 'react'
import { askApi, toError } from '#app/_live/api.ts'
import { Button } from '#app/_ui/button.tsx'
import { describeCount } from '#app/_ui/describe-count.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ArchivedSentence } from '#lib/storyboard/script-archive.ts'

type ArchivedListProps = { projectId: string; sentences: readonly ArchivedSentence[]; onChanged(): void }

/** What was put away, and the way back for each or for all. */
export function ArchivedList({ projectId, sentences, onChanged }: ArchivedListProps) {
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const restore = async (ids: string[]) => {
    setBusy(true)
    try {
      const path = `/api/v1/projects/${projectId}/script/archived/restore`
      const { restored } = await askApi<{ restored: number }>(path, { ids })
      toast({ title: `${describeCount(restored, 'sentence')} brought back to the board` })
      onChanged()
    } catch (cause) {
      toast(errorToast(toError(cause)))
    } finally {
      setBusy(false)
    }
  }
  if (sentences.length === 0) return null
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {sentences.map(({ id, text, speaker, sectionTitle, currentTakeId }) => (
          <li
            key={id}
            className="flex items-center gap-3 py-2 pr-2 pl-4 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]"
          >
            {currentTakeId ? (
              <img
                src={`/api/v1/takes/${currentTakeId}/file?w=320`}
                alt=""
                className="h-10 w-16 shrink-0 rounded-sm object-cover"
              />
            ) : (
              <Image size={16} aria-hidden className="mx-6 shrink-0 text-faint max-md:hidden" />
            )}
            <div className="min-w-0 grow">
              <p dir="auto">{text}</p>
              <p dir="auto" className="truncate text-faint text-sm">
                {speaker === null ? sectionTitle : `${speaker} · ${sectionTitle}`}
              </p>
            </div>
            <Button
              look="quiet"
              disabled={isBusy}
              aria-label={`Bring back: ${text}`}
              onClick={() => void restore([id])}
            >
              Bring back
            </Button>
          </li>
        ))}
      </ul>
      {sentences.length > 1 && (
        <Button className="mt-3" disabled={isBusy} onClick={() => void restore(sentences.map(({ id }) => id))}>
          Bring all back
        </Button>
      )}
    </>
  )
}
