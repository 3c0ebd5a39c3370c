import type { Db } from '#lib/runtime/db.ts'

// Fixed ids, so that any number of processes that start together on an empty database make one owner, not several.
const ownerId = '00000000-0000-7000-8000-000000000001'
const teamId = '00000000-0000-7000-8000-000000000002'

/** The person who asks until there are accounts: the owner of the instance's one team, made on the first start. */
export async function ensureOwner(db: Db): Promise<{ personId: string; teamId: string }> {
  await db.team.createMany({ data: [{ id: teamId, name: 'Studio' }], skipDuplicates: true })
  await db.person.createMany({ data: [{ id: ownerId, name: 'Owner' }], skipDuplicates: true })
  await db.membership.createMany({ data: [{ teamId, personId: ownerId, role: 'owner' }], skipDuplicates: true })
  return { personId: ownerId, teamId }
}
