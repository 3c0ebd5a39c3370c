import { writeRoute } from '#app/_server/write-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { takeInput } from '#lib/takes/model.ts'
import { chooseTake } from '#lib/takes/take-commands.ts'

export const POST = writeRoute(takeInput, (ctx, input) => chooseTake(ctx, input, processParts().media))
