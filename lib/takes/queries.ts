import type { z } from 'zod'
import type { Ctx } from '#lib/runtime/context.ts'
import { type Page, type PageInput, readCursor, toPage } from '#lib/runtime/paging.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { listTakesInput, TakeRow, takeInput } from './model.ts'
import { takeRowParts, toTakeRow } from './rows.ts'

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
    ...takeRowParts,
  })
  return toPage(takes.map(toTakeRow), input, ({ createdAt, id }) => [createdAt, id])
}

function readPlace(input: PageInput): { createdAt: Date; id: string } | undefined {
  const [createdAt, id] = readCursor(input, ['time', 'id']) ?? []
  return createdAt !== undefined && id !== undefined ? { createdAt: new Date(createdAt), id } : undefined
}

/** A deleted one too: it can be brought back. */
export async function readTake(ctx: Ctx, { id }: z.output<typeof takeInput>): Promise<TakeRow> {
  await authorize(ctx, 'project.see', { kind: 'take', id })
  return toTakeRow(await ctx.db.take.findUniqueOrThrow({ where: { id }, ...takeRowParts }))
}
