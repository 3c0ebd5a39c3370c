import type { z } from 'zod'
import type { Ctx } from '#lib/runtime/context.ts'
import { idField } from '#lib/runtime/fields.ts'
import { type Page, type PageInput, readCursor, toPage } from '#lib/runtime/paging.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { listTakesInput, TakeRow, takeInput } from './model.ts'
import { toTakeRow, withPlaces } from './rows.ts'

/** Pictures and clips of a sentence, the newest first, without those that are deleted. */
export async function listTakes(ctx: Ctx, input: z.output<typeof listTakesInput>): Promise<Page<TakeRow>> {
  const { sentenceId } = input
  await authorize(ctx, 'project.see', { kind: 'sentence', id: sentenceId })
  const after = readPlace(input)
  const takes = await ctx.db.take.findMany({
    where: {
      ...{ sentenceId, deletedAt: null },
      ...(after && { OR: [{ createdAt: { lt: after.createdAt } }, { ...after, id: { lt: after.id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: input.limit + 1,
    include: withPlaces,
    // Many kilobytes each, and of no use in a row.
    omit: { graph: true, recipe: true },
  })
  return toPage(takes.map(toTakeRow), input, ({ createdAt, id }) => [createdAt, id])
}

function readPlace(input: PageInput): { createdAt: Date; id: string } | undefined {
  const [createdAt, id] = readCursor(input, 2) ?? []
  if (createdAt === undefined || id === undefined) return undefined
  const place = { createdAt: new Date(createdAt), id }
  // Whoever makes up a cursor gets a page that is empty, not an error of the database.
  return Number.isNaN(place.createdAt.getTime()) || !idField.safeParse(id).success ? nowhere : place
}

const nowhere = { createdAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' }

/** A deleted one too: it can be brought back. */
export async function readTake(ctx: Ctx, { id }: z.output<typeof takeInput>): Promise<TakeRow> {
  await authorize(ctx, 'project.see', { kind: 'take', id })
  return toTakeRow(await ctx.db.take.findUniqueOrThrow({ where: { id }, include: withPlaces }))
}
