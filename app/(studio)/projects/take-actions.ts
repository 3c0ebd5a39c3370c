'use server'

import { action } from '#app/_server/action.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { markTakeInput, type TakeRow, takeInput } from '#lib/takes/model.ts'
import { followTake } from '#lib/takes/shadow.ts'
import * as takes from '#lib/takes/take-commands.ts'

export const chooseTake = action(takeInput, async (ctx, input) => letFollow(ctx, await takes.chooseTake(ctx, input)))
export const favouriteTake = action(markTakeInput, takes.favouriteTake)
export const lockTake = action(markTakeInput, takes.lockTake)
export const deleteTake = action(takeInput, async (ctx, input) => letFollow(ctx, await takes.deleteTake(ctx, input)))
export const restoreTake = action(takeInput, takes.restoreTake)

/** A person's next action waits for this one, so the file for other programs, which may be far away, is not waited for. */
function letFollow(ctx: Ctx, take: TakeRow): TakeRow {
  void followTake(ctx, processParts().media, take)
  return take
}
