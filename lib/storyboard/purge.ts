import type { Db } from '#lib/runtime/db.ts'
import { keepDeletedForDays } from './model.ts'

/** Ends for good what was deleted long ago. Until then, deleting can be taken back. */
export async function purgeDeleted(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepDeletedForDays * 24 * 60 * 60 * 1000)
  const where = { deletedAt: { lt: before } }
  const [cast, sentences, sections, projects] = await db.$transaction([
    db.castMember.deleteMany({ where }),
    db.sentence.deleteMany({ where }),
    db.section.deleteMany({ where }),
    db.project.deleteMany({ where }),
  ])
  return cast.count + sentences.count + sections.count + projects.count
}
