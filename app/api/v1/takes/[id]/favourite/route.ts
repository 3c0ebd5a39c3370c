import { writeRoute } from '#app/_server/write-route.ts'
import { markTakeInput } from '#lib/takes/model.ts'
import { favouriteTake } from '#lib/takes/take-commands.ts'

/** `{"value": true}` puts the mark on, `false` takes it off. */
export const POST = writeRoute(markTakeInput, favouriteTake)
