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
  switch (kind) {
    case 'team':
      return db.$queryRaw`
        select "teamId", '' as "projectId", role::text as role
        from membership where "teamId" = ${id}::uuid and "personId" = ${personId}::uuid`
    case 'project':
      return db.$queryRaw`
        select p."teamId", p.id as "projectId", m.role::text as role
        from project p join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
        where p.id = ${id}::uuid`
    case 'section':
      return db.$queryRaw`
        select p."teamId", p.id as "projectId", m.role::text as role
        from section s join project p on p.id = s."projectId"
        join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
        where s.id = ${id}::uuid`
    case 'sentence':
      return db.$queryRaw`
        select p."teamId", p.id as "projectId", m.role::text as role
        from sentence s join project p on p.id = s."projectId"
        join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
        where s.id = ${id}::uuid`
    case 'job':
      return db.$queryRaw`
        select p."teamId", p.id as "projectId", m.role::text as role
        from job x join project p on p.id = x."projectId"
        join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
        where x.id = ${id}::uuid`
    case 'take':
      return db.$queryRaw`
        select p."teamId", p.id as "projectId", m.role::text as role
        from take x join project p on p.id = x."projectId"
        join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
        where x.id = ${id}::uuid`
    case 'cast':
      return db.$queryRaw`
        select p."teamId", p.id as "projectId", m.role::text as role
        from cast_member x join project p on p.id = x."projectId"
        join membership m on m."teamId" = p."teamId" and m."personId" = ${personId}::uuid
        where x.id = ${id}::uuid`
  }
}
