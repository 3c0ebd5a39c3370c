import { readLoras } from '#lib/recipe/stored.ts'
import type { Tx } from '#lib/runtime/db.ts'
import type { CastMember, Prisma } from '#prisma/client/client.ts'
import type { CastRow } from './model.ts'

const inOrder = [{ position: 'asc' }, { id: 'asc' }] as const
const withReferences = {
  references: { orderBy: [{ position: 'asc' }, { blobHash: 'asc' }], select: { blobHash: true } },
} satisfies Prisma.CastMemberInclude

/** A project's cast in its order, without what is deleted. */
export async function readCast(db: Tx, projectId: string): Promise<CastRow[]> {
  const members = await db.castMember.findMany({
    where: { projectId, deletedAt: null },
    orderBy: [...inOrder],
    include: withReferences,
  })
  return members.map(toCastRow)
}

export async function readCastMember(db: Tx, id: string): Promise<CastRow> {
  return toCastRow(await db.castMember.findUniqueOrThrow({ where: { id }, include: withReferences }))
}

type Stored = CastMember & { references: { blobHash: string }[] }

function toCastRow(member: Stored): CastRow {
  const { id, projectId, kind, name, look, triggerWords, workflow, position, version, deletedAt } = member
  const references = member.references.map(({ blobHash }) => blobHash)
  const own = { kind, name, look, triggerWords, loras: readLoras(member.loras), workflow, references }
  return { id, projectId, ...own, position, version, deleted: deletedAt !== null }
}
