import { writeRoute } from '#app/_server/write-route.ts'
import { markTakeInput } from '#lib/takes/model.ts'
import { lockTake } from '#lib/takes/take-commands.ts'

/** `{"value": true}` locks it, `false` unlocks it. */
export const POST = writeRoute(markTakeInput, lockTake)
