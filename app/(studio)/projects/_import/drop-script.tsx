'use client'

import { useRouter } from 'next/navigation'
import { DropVeil } from './drop-veil.tsx'
import { handFile } from './handed-file.ts'
import { useFileDrop } from './use-file-drop.ts'

/** On any page of a project: a file that is dropped on it is looked at on the page that imports. */
export function DropScript({ projectId }: { projectId: string | null }) {
  const router = useRouter()
  const isOver = useFileDrop((file) => {
    handFile(projectId, file)
    router.push(projectId ? `/projects/${projectId}/import` : '/projects/import')
  })
  return isOver ? <DropVeil /> : null
}
