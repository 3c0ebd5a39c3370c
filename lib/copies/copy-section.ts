import type { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import { longest, type SectionRow } from '#lib/storyboard/model.ts'
import { placeSection } from '#lib/storyboard/placing.ts'
import { positionsBetween } from '#lib/storyboard/positions.ts'
import { toSectionRow } from '#lib/storyboard/rows.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { copyPictures, followPictures, pairWithin } from './copy-pictures.ts'
import { insertCopies } from './copy-sentences.ts'
import { type copySectionInput, nameOfCopy } from './model.ts'

/** Copies a section with all its sentences, to behind it. */
export async function copySection(
  ctx: Ctx,
  media: Media,
  { id, title, newId: sectionId = newId(ctx.clock.now().getTime()) }: z.output<typeof copySectionInput>,
): Promise<SectionRow> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'section', id })
  const known = await ctx.db.section.findFirst({ where: { id: sectionId, projectId } })
  if (known) return toSectionRow(known)
  const section = await ctx.db.section.findUniqueOrThrow({ where: { id } })
  const rows = await ctx.db.sentence.findMany({
    where: { sectionId: id, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  const pairs = rows.map((row) => pairWithin(sectionId, row.id))
  const pictures = await copyPictures(ctx, media, { projectId, pairs })
  const row = await transact(ctx, async (tx) => {
    const position = await placeSection(tx, { projectId, afterId: id })
    const { count } = await tx.db.section.createMany({
      data: [{ id: sectionId, projectId, title: title ?? nameOfCopy(section.title, longest.sectionTitle), position }],
      skipDuplicates: true,
    })
    const made = await tx.db.section.findFirst({ where: { id: sectionId, projectId } })
    // Its id was given, and belongs to a section of another project.
    if (!made) throw notFound({ kind: 'section', id: sectionId })
    if (count === 1) {
      const positions = positionsBetween(null, null, pairs.length)
      await insertCopies(tx, { projectId, sectionId, pairs, positions, pictures })
      tx.publish({ type: 'section.updated', projectId, id: sectionId, version: made.version })
      tx.publish({ type: 'board.changed', projectId })
    }
    return toSectionRow(made)
  })
  await followPictures(ctx, media, pictures)
  return row
}
