import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestContext } from '#app/_server/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { idField } from '#lib/runtime/fields.ts'
import { listArchived } from '#lib/storyboard/script-archive.ts'
import { listScriptVersions, readScriptState } from '#lib/storyboard/script-queries.ts'
import { VersionsPage } from '../../../_import/versions-page.tsx'

export const metadata: Metadata = { title: 'Versions of the script' }

export default async function Page({ params }: PageProps<'/projects/[projectId]/import/versions'>) {
  const { projectId } = await params
  const { versions, archived, projectName } = await readAll(projectId)
  return <VersionsPage key={projectId} {...{ projectId, projectName }} versions={versions} archived={archived} />
}

async function readAll(projectId: string) {
  if (!idField.safeParse(projectId).success) notFound()
  const ctx = await requestContext()
  try {
    const { projectName } = await readScriptState(ctx, { projectId })
    const { items: versions } = await listScriptVersions(ctx, { projectId })
    const { items: archived } = await listArchived(ctx, { projectId })
    return { versions, archived, projectName }
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') notFound()
    throw error
  }
}
