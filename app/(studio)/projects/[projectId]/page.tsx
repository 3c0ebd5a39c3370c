import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { requestContext } from '#app/_server/context.ts'
import { packBoard } from '#lib/storyboard/packed-board.ts'
import { readBoard } from '#lib/storyboard/queries.ts'
import { BoardPage } from '../_board/board-page.tsx'
import { DeletedProjectPage } from '../_board/deleted-project-page.tsx'
import { parseRemembered, viewCookie } from '../_board/view/view-state.ts'
import { readUnlessDeleted } from '../read-unless-deleted.ts'

type Props = PageProps<'/projects/[projectId]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { deleted, found: board } = await readPage((await params).projectId)
  return { title: deleted ? deleted.name : board.project.name }
}

export default async function ProjectPage({ params }: Props) {
  const { projectId } = await params
  const { deleted, found: board } = await readPage(projectId)
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

/** Read once for the title and the page. */
const readPage = cache((projectId: string) => readUnlessDeleted(projectId, (ctx) => readBoard(ctx, { projectId })))
