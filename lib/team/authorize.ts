import type { Ctx } from '#lib/runtime/context.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { isAllowed, type Permission, type Role, type Target } from './model.ts'

/** Where the target stands, for the command that goes on with it. A team has no project. */
export type Grant = { teamId: string; projectId: string; role: Role }

/**
 * The one question every command begins with. What the actor may not see is not told apart from what does not exist.
 * A deleted thing is still found, so that its deletion can be taken back.
 */
export async function authorize(
  ctx: { db: Tx; actor: Ctx['actor'] },
  permission: Permission,
  target: Target,
): Promise<Grant> {
  const grant = await findGrant(ctx.db, ctx.actor.personId, target)
  if (!grant || !isAllowed(grant.role, 'project.see')) throw notFound(target)
  if (!isAllowed(grant.role, permission)) {
    throw new AppError({
      code: 'FORBIDDEN',
      message: 'You do not have the right to do this here.',
      suggestion: 'Ask an owner or admin of the team to do it, or to give you the right.',
      details: { permission, role: grant.role },
    })
  }
  return grant
}

export function notFound(target: Pick<Target, 'kind' | 'id'>): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: `There is no such ${target.kind}.`,
    suggestion: 'It may have been deleted. Go back and look at the list.',
    details: { kind: target.kind, id: target.id },
  })
}

async function findGrant(db: Tx, personId: string, target: Target): Promise<Grant | undefined> {
  const rows = await grantRows(db, personId, target)
  return rows[0]
}

function grantRows(db: Tx, personId: string, { kind, id }: Target): Promise<Grant[]> {
  if (kind === 'team') {
    return db.$queryRaw`
      select "teamId", '' as "projectId", role::text as role
      from membership where "teamId" = ${id}::uuid and "personId" = ${personId}::uuid`
  }
  // Only the branch that is meant is looked up.
  return db.$queryRaw`
    select p."teamId", p.id as "projectId", m.role::text as role
    from project p join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
    where p.id = case ${kind}
      when 'project' then ${id}::uuid
      when 'section' then (select "projectId" from section where id = ${id}::uuid)
      when 'sentence' then (select "projectId" from sentence where id = ${id}::uuid)
      when 'job' then (select "projectId" from job where id = ${id}::uuid)
      when 'take' then (select "projectId" from take where id = ${id}::uuid)
      when 'batch' then (select "projectId" from batch where id = ${id}::uuid)
      when 'cast' then (select "projectId" from cast_member where id = ${id}::uuid)
    end`
}
