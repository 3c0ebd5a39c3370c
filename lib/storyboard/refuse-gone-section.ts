import type { Tx } from '#lib/runtime/db.ts'
import { isGone } from './placing.ts'

/** Words are put nowhere where nobody sees them, and none are taken from there. */
export async function refuseGoneSection(tx: { db: Tx }, sectionIds: readonly string[]): Promise<void> {
  if (await isSectionGone(tx, sectionIds)) throw isGone('section')
}

export async function isSectionGone({ db }: { db: Tx }, sectionIds: readonly string[]): Promise<boolean> {
  return (await db.section.count({ where: { id: { in: [...sectionIds] }, deletedAt: { not: null } } })) > 0
}
