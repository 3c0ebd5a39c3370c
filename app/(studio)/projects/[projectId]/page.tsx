import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requestContext } from '#app/_server/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { idField } from '#lib/runtime/fields.ts'
import { packBoard } from '#lib/storyboard/packed-board.ts'
import { readBoard } from '#lib/storyboard/queries.ts'
import { BoardPage } from '../_board/board-page.tsx'
import { parseRemembered, viewCookie } from '../_board/view/view-state.ts'

type Props = PageProps<'/projects/[projectId]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const board = await boardOf((await params).projectId)
  return { title: board.project.name }
}

export default async function ProjectPage({ params }: Props) {
  const { projectId } = await params
  const packed = packBoard(await boardOf(projectId))
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
const boardOf = cache(async (projectId: string) => {
  if (!idField.safeParse(projectId).success) notFound()
  try {
    return await readBoard(await requestContext(), { projectId })
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') notFound()
    throw error
  }
})
