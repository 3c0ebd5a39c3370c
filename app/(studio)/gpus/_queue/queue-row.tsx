'use client'

import { ArrowDownToLine, ArrowUpToLine, Ellipsis, OctagonX, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { IconButton } from '#app/_ui/button.tsx'
import { describeStart } from '#app/_ui/describe-start.ts'
import { Menu } from '#app/_ui/menu.tsx'
import type { QueueItem } from '#lib/jobs/queue-model.ts'
import { hrefOf } from '../_gpus/gpu-job.tsx'
import type { QueueActions } from './use-queue-actions.ts'

type QueueRowProps = { item: QueueItem; actions: QueueActions; onStopOthers(): void }

/** One that waits: its place, what it is and whose, when it begins, and why not now. */
export function QueueRow({ item, actions, onStopOthers }: QueueRowProps) {
  const { id, job, place, startsInMs, reason, personName, sentenceText, projectName } = item
  const title = job ? (sentenceText ?? projectName ?? 'A picture') : 'A picture of another team'
  return (
    <li data-waiting-job={id} className="flex min-h-16 items-center gap-3 py-2 pr-2 pl-4 max-md:gap-2 max-md:pl-3">
      <span className="w-10 shrink-0 text-faint tabular-nums max-md:w-5">
        <span className="sr-only">Place </span>
        {place.toLocaleString('en')}
      </span>
      <div className="min-w-0 grow">
        <p dir="auto" className="truncate font-medium max-md:line-clamp-2 max-md:whitespace-normal">
          {job?.sentenceId ? (
            <Link href={hrefOf(job.projectId, job.sentenceId)} className="hover:underline">
              {title}
            </Link>
          ) : (
            title
          )}
        </p>
        <p
          className="truncate text-muted text-sm max-md:line-clamp-2 max-md:whitespace-normal"
          title={reason ?? undefined}
        >
          {reason}
        </p>
        <p className="truncate text-faint text-sm md:hidden">
          {[describeStart(startsInMs), projectName, personName].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="w-48 shrink-0 text-sm max-md:hidden">
        <p dir="auto" className="truncate text-muted">
          {projectName}
        </p>
        <p className="truncate text-faint">{personName}</p>
      </div>
      <span className="w-20 shrink-0 text-muted text-sm tabular-nums max-md:hidden">{describeStart(startsInMs)}</span>
      {job ? (
        <Menu
          items={[
            {
              label: 'Make it next',
              icon: <ArrowUpToLine size={16} aria-hidden />,
              onSelect: () => void actions.toFront(id),
            },
            {
              label: 'Make it last',
              icon: <ArrowDownToLine size={16} aria-hidden />,
              onSelect: () => void actions.toBack(id),
            },
            {
              label: 'Stop all but this…',
              icon: <OctagonX size={16} aria-hidden />,
              danger: true,
              onSelect: onStopOthers,
            },
            {
              label: 'Cancel',
              icon: <Trash2 size={16} aria-hidden />,
              danger: true,
              onSelect: () => void actions.cancel([id]),
            },
          ]}
        >
          <IconButton label={`More for ${title}, place ${place}`}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
      ) : (
        <span className="size-8 shrink-0 max-md:size-11" aria-hidden />
      )}
    </li>
  )
}
