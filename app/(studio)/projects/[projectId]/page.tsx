import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requestContext } from '#app/_server/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { idField } from '#lib/runtime/fields.ts'
import { readDeletedProject } from '#lib/storyboard/deleted-projects.ts'
import { packBoard } from '#lib/storyboard/packed-board.ts'
import { readBoard } from '#lib/storyboard/queries.ts'
import { BoardPage } from '../_board/board-page.tsx'
import { DeletedProjectPage } from '../_board/deleted-project-page.tsx'
import { parseRemembered, viewCookie } from '../_board/view/view-state.ts'

type Props = PageProps<'/projects/[projectId]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { deleted, board } = await readPage((await params).projectId)
  return { title: deleted ? deleted.name : board.project.name }
}

export default async function ProjectPage({ params }: Props) {
  const { projectId } = await params
  const { deleted, board } = await readPage(projectId)
  if (deleted) return <DeletedProjectPage key={projectId} deleted={deleted} canRestore={deleted.canRestore} />
  const packed = packBoard(board)
  const { actor } = await requestContext()
  const remembered = parseRemembered((await cookies()).get(viewCookie)?.value)
  return (
    <BoardPage
      key={projectId}
      projectId={projectId}
      personId={actor.personId}
      remembered={remembered}
      packed={packed}
    />
  )
}

/** Read once for the title and the page. What is another team's is not found, deleted or not. */
const readPage = cache(async (projectId: string) => {
  if (!idField.safeParse(projectId).success) notFound()
  const ctx = await requestContext()
  try {
    const deleted = await readDeletedProject(ctx, { id: projectId })
    if (deleted) return { deleted, board: null }
    return { deleted: null, board: await readBoard(ctx, { projectId }) }
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') notFound()
    throw error
  }
})
