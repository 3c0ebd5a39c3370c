import type { Metadata } from 'next'
import type { Ctx } from '#lib/runtime/context.ts'
import { listArchived } from '#lib/storyboard/script-archive.ts'
import { listScriptVersions, readScriptState } from '#lib/storyboard/script-queries.ts'
import { DeletedProjectPage } from '../../../_board/deleted-project-page.tsx'
import { VersionsPage } from '../../../_import/versions-page.tsx'
import { readUnlessDeleted } from '../../../read-unless-deleted.ts'

export const metadata: Metadata = { title: 'Versions of the script' }

export default async function Page({ params }: PageProps<'/projects/[projectId]/import/versions'>) {
  const { projectId } = await params
  const { deleted, found } = await readUnlessDeleted(projectId, (ctx) => readAll(ctx, projectId))
  if (deleted) return <DeletedProjectPage key={projectId} deleted={deleted} canRestore={deleted.canRestore} />
  return <VersionsPage key={projectId} projectId={projectId} {...found} />
}

async function readAll(ctx: Ctx, projectId: string) {
  const { projectName } = await readScriptState(ctx, { projectId })
  const { items: versions } = await listScriptVersions(ctx, { projectId })
  const { items: archived } = await listArchived(ctx, { projectId })
  return { versions, archived, projectName }
}
