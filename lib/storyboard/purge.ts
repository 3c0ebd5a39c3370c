import type { Db } from '#lib/runtime/db.ts'
import { keepDeletedForDays } from './model.ts'

/**
 * Ends for good what was deleted long ago. Until then, deleting can be taken back. What an import archived stays, and with it
 * the section it was in.
 */
export async function purgeDeleted(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepDeletedForDays * 24 * 60 * 60 * 1000)
  const where = { deletedAt: { lt: before } }
  const [cast, sentences, sections, projects] = await db.$transaction([
    db.castMember.deleteMany({ where }),
    db.$executeRaw`
      delete from sentence where "deletedAt" < ${before} and "archivedAt" is distinct from "deletedAt"`,
    db.$executeRaw`
      delete from section where "deletedAt" < ${before}
        and not exists (select 1 from sentence s where s."sectionId" = section.id and s."archivedAt" = s."deletedAt")`,
    db.project.deleteMany({ where }),
    // By then nobody sends such an edit again.
    db.editReceipt.deleteMany({ where: { createdAt: { lt: before } } }),
  ])
  return cast.count + sentences + sections + projects.count
}
