import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestContext } from '#app/_server/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { idField } from '#lib/runtime/fields.ts'
import { readScriptState, type ScriptState } from '#lib/storyboard/script-queries.ts'
import { ImportPage } from '../../_import/import-page.tsx'

export const metadata: Metadata = { title: 'Import a script' }

export default async function Page({ params }: PageProps<'/projects/[projectId]/import'>) {
  const { projectId } = await params
  return <ImportPage key={projectId} projectId={projectId} board={await boardOf(projectId)} />
}

async function boardOf(projectId: string): Promise<ScriptState> {
  if (!idField.safeParse(projectId).success) notFound()
  try {
    return await readScriptState(await requestContext(), { projectId })
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') notFound()
    throw error
  }
}
