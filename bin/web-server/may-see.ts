import type { Watched } from '#lib/live/sockets.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { authorize } from '#lib/team/authorize.ts'

/** Throws when it cannot be found out: that is no refusal, and can be asked again. */
export async function maySee(ctx: Pick<Ctx, 'db' | 'actor'>, what: Watched): Promise<boolean> {
  try {
    await authorize(ctx, 'project.see', what)
    return true
  } catch (error) {
    if (isAppError(error) && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN')) return false
    throw error
  }
}
