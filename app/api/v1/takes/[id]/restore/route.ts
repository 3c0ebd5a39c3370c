import { writeRoute } from '#app/_server/write-route.ts'
import { takeInput } from '#lib/takes/model.ts'
import { restoreTake } from '#lib/takes/take-commands.ts'

/** Takes a deletion back. The sentence goes on showing what it shows. */
export const POST = writeRoute(takeInput, restoreTake)
