'use server'

import { action } from '#app/_server/action.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { bringTakeBack, type EditedTake, putTakeAway } from '#lib/takes/edit-takes.ts'
import { markTakeInput, putAwayInput, restoreInput } from '#lib/takes/model.ts'
import { followTake } from '#lib/takes/shadow.ts'
import * as takes from '#lib/takes/take-commands.ts'

export const favouriteTake = action(markTakeInput, takes.favouriteTake)
export const lockTake = action(markTakeInput, takes.lockTake)
export const deleteTake = action(putAwayInput, async (ctx, input) => letFollow(ctx, await putTakeAway(ctx, input)))
export const restoreTake = action(restoreInput, async (ctx, input) => letFollow(ctx, await bringTakeBack(ctx, input)))

/** A person's next action waits for this one, so the file for other programs, which may be far away, is not waited for. */
function letFollow(ctx: Ctx, edited: EditedTake): EditedTake {
  void followTake(ctx, processParts().media, edited.take)
  return edited
}
