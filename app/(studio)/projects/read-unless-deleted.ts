import { notFound } from 'next/navigation'
import { requestContext } from '#app/_server/context.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { idField } from '#lib/runtime/fields.ts'
import { readDeletedProject } from '#lib/storyboard/deleted-projects.ts'

type Deleted = NonNullable<Awaited<ReturnType<typeof readDeletedProject>>>

/** What a page of a project shows, or the project when it is deleted. What is another team's is not found, deleted or not. */
export async function readUnlessDeleted<T>(
  projectId: string,
  read: (ctx: Ctx) => Promise<T>,
): Promise<{ deleted: Deleted; found: null } | { deleted: null; found: T }> {
  if (!idField.safeParse(projectId).success) notFound()
  const ctx = await requestContext()
  try {
    const deleted = await readDeletedProject(ctx, { id: projectId })
    if (deleted) return { deleted, found: null }
    return { deleted: null, found: await read(ctx) }
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') notFound()
    throw error
  }
}
