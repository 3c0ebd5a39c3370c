import { writeRoute } from '#app/_server/write-route.ts'
import { stopOthers } from '#lib/jobs/queue-commands.ts'
import { stopOthersInput } from '#lib/jobs/queue-model.ts'

export const POST = writeRoute(stopOthersInput, stopOthers)
