'use client'

import { Archive, CopyPlus, Ellipsis, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { IconButton } from '#app/_ui/button.tsx'
import { Menu } from '#app/_ui/menu.tsx'
import { TimeAgo } from '#app/_ui/time-ago.tsx'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ProjectSummary } from '#lib/storyboard/model.ts'
import { deleteProject, restoreProject } from '../actions.ts'
import { useArchiveProject } from '../use-archive-project.ts'
import { useCopyProject } from '../use-copy-project.ts'
import { useTurnProject } from '../use-turn-project.ts'

export function ProjectCard({ project }: { project: ProjectSummary }) {
  const { id, name, sentenceCount, firstSentence, coverUrl, editedAt } = project
  const remove = useDeleteProject(project)
  const copy = useCopyProject()
  const { archive } = useArchiveProject()
  return (
    <li className="group relative flex flex-col rounded-lg border border-line bg-surface transition-colors focus-within:border-line-strong hover:border-line-strong">
      <div className="m-3 mb-0 flex aspect-video items-center justify-center overflow-hidden rounded-md bg-canvas">
        {coverUrl ? (
          <img
            src={`${coverUrl}?w=640`}
            alt=""
            width={640}
            height={360}
            loading="lazy"
            decoding="async"
            className="size-full object-cover"
          />
        ) : firstSentence ? (
          <p dir="auto" className="line-clamp-4 px-5 text-center text-muted">
            {firstSentence}
          </p>
        ) : (
          <p className="text-faint">No sentences yet</p>
        )}
      </div>
      <div className="flex items-start gap-1 py-3 pr-2 pl-4">
        <div className="min-w-0 grow">
          <h2 dir="auto" className="truncate font-semibold text-lg">
            <Link href={`/projects/${id}`} className="after:absolute after:inset-0 after:rounded-lg">
              {name}
            </Link>
          </h2>
          <p className="text-faint text-sm">
            {sentenceCount === 1 ? '1 sentence' : `${sentenceCount.toLocaleString('en')} sentences`} · edited{' '}
            <TimeAgo at={editedAt} />
          </p>
        </div>
        <Menu
          items={[
            {
              label: 'Duplicate project',
              icon: <CopyPlus size={16} aria-hidden />,
              onSelect: () => void copy(project),
            },
            { label: 'Archive project', icon: <Archive size={16} aria-hidden />, onSelect: () => archive(project) },
            { label: 'Delete project', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: remove },
          ]}
        >
          <IconButton label={`More for ${name}`} className="relative z-10">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
      </div>
    </li>
  )
}

function useDeleteProject({ id, name }: ProjectSummary): () => Promise<void> {
  const toast = useToast()
  const turn = useTurnProject()
  return async () => {
    if (!(await turn(deleteProject, id))) return
    toast({ title: `“${name}” deleted`, action: { label: 'Undo', run: () => void turn(restoreProject, id) } })
  }
}
