'use server'

import { action } from '#app/_server/action.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { markTakeInput, takeInput } from '#lib/takes/model.ts'
import * as takes from '#lib/takes/take-commands.ts'

export const chooseTake = action(takeInput, (ctx, input) => takes.chooseTake(ctx, input, processParts().media))
export const favouriteTake = action(markTakeInput, takes.favouriteTake)
export const lockTake = action(markTakeInput, takes.lockTake)
export const deleteTake = action(takeInput, (ctx, input) => takes.deleteTake(ctx, input, processParts().media))
export const restoreTake = action(takeInput, takes.restoreTake)
