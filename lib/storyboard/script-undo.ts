import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { type Before, before } from './script-before.ts'
import { toVersionRow, type UndoneImport, versionColumns } from './script-rows.ts'

type Asked = { projectId: string; versionId: string }

/**
 * Takes an import back: what it made is archived, what it changed is put back as it was, unless somebody has changed it since.
 * Asking again finds it done.
 */
export async function undoImport(ctx: Ctx, { projectId, versionId }: Asked): Promise<UndoneImport> {
  await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from project where id = ${projectId}::uuid for no key update`
    const stored = await tx.db.scriptVersion.findFirst({ where: { id: versionId, projectId } })
    if (!stored) throw notFound({ kind: 'project', id: versionId })
    if (stored.undoneAt) return { version: await readVersion(tx, versionId), archived: 0, restored: 0, kept: 0 }
    const was = before.parse(stored.before)
    await tx.db.$queryRaw`
      select 1 from sentence where "projectId" = ${projectId}::uuid order by id for no key update`
    const now = tx.clock.now()
    const { count: archived } = await tx.db.sentence.updateMany({
      where: { scriptVersionId: versionId, projectId, deletedAt: null },
      data: { deletedAt: now, archivedAt: now, version: { increment: 1 } },
    })
    await restoreSections(tx, was)
    const restored = await restoreSentences(tx, was)
    await removeMadeSections(tx, was)
    await tx.db.scriptVersion.update({ where: { id: versionId }, data: { undoneAt: now } })
    tx.publish({ type: 'board.changed', projectId })
    const version = await readVersion(tx, versionId)
    return { version, archived, restored, kept: was.sentences.length - restored }
  })
}

async function readVersion(tx: TxCtx, id: string) {
  return toVersionRow(await tx.db.scriptVersion.findUniqueOrThrow({ where: { id }, select: versionColumns }))
}

async function restoreSentences(tx: TxCtx, { sentences }: Before): Promise<number> {
  if (sentences.length === 0) return 0
  return await tx.db.$executeRaw`
    update sentence s set "sectionId" = x."sectionId", text = x.text, speaker = x.speaker, "scriptText" = x."scriptText",
      "imagePrompt" = x."imagePrompt", position = x.position, version = s.version + 1, "updatedAt" = now(),
      "deletedAt" = case when x."wasDeleted" then s."deletedAt" end
    from jsonb_to_recordset(${JSON.stringify(sentences)}::jsonb) as x(
      id uuid, "sectionId" uuid, text text, speaker text, "scriptText" text, "imagePrompt" text, position text,
      "wasDeleted" boolean, version int)
    where s.id = x.id and s.version = x.version`
}

async function restoreSections(tx: TxCtx, { sections, removedSections }: Before): Promise<void> {
  const rows = JSON.stringify(sections)
  await tx.db.$executeRaw`
    update section s set title = x.title, "scriptTitle" = x."scriptTitle", position = x.position,
      version = s.version + 1, "updatedAt" = now(), "deletedAt" = case when x."wasDeleted" then s."deletedAt" end
    from jsonb_to_recordset(${rows}::jsonb) as x(
      id uuid, title text, "scriptTitle" text, position text, "wasDeleted" boolean, version int)
    where s.id = x.id and s.version = x.version`
  await tx.db.section.updateMany({
    where: { id: { in: removedSections }, deletedAt: { not: null } },
    data: { deletedAt: null, version: { increment: 1 } },
  })
}

/** Those that somebody has put something into since stay. */
async function removeMadeSections(tx: TxCtx, { madeSections }: Before): Promise<void> {
  await tx.db.section.updateMany({
    where: { id: { in: madeSections }, deletedAt: null, sentences: { none: { deletedAt: null } } },
    data: { deletedAt: tx.clock.now(), version: { increment: 1 } },
  })
}
