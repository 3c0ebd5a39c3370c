import type { TxCtx } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'

/** Nobody of another project, nobody deleted, and nobody unknown. */
export async function refuseStrangers(
  tx: TxCtx,
  { projectId, castIds }: { projectId: string; castIds: readonly string[] },
): Promise<void> {
  const ids = [...new Set(castIds)]
  const known = await tx.db.castMember.count({ where: { id: { in: ids }, projectId, deletedAt: null } })
  if (known < ids.length) throw unknownMember()
}

function unknownMember(): AppError {
  const message = 'Somebody of that list is not in the cast of this project.'
  return new AppError({
    code: 'INVALID_INPUT',
    message,
    suggestion: 'Look at the cast again; a member may have been deleted meanwhile.',
    fields: { castIds: message },
  })
}
