import { writeRoute } from '#app/_server/write-route.ts'
import { cancelMany } from '#lib/jobs/queue-commands.ts'
import { cancelManyInput } from '#lib/jobs/queue-model.ts'

export const POST = writeRoute(cancelManyInput, cancelMany)
