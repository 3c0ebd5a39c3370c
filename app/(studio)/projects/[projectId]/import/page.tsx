import type { Metadata } from 'next'
import { readScriptState } from '#lib/storyboard/script-queries.ts'
import { DeletedProjectPage } from '../../_board/deleted-project-page.tsx'
import { ImportPage } from '../../_import/import-page.tsx'
import { readUnlessDeleted } from '../../read-unless-deleted.ts'

export const metadata: Metadata = { title: 'Import a script' }

export default async function Page({ params }: PageProps<'/projects/[projectId]/import'>) {
  const { projectId } = await params
  const { deleted, found } = await readUnlessDeleted(projectId, (ctx) => readScriptState(ctx, { projectId }))
  if (deleted) return <DeletedProjectPage key={projectId} deleted={deleted} canRestore={deleted.canRestore} />
  return <ImportPage key={projectId} projectId={projectId} board={found} />
}
