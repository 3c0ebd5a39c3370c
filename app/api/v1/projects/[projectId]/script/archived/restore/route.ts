import { writeRoute } from '#app/_server/write-route.ts'
import { restoreArchived } from '#lib/storyboard/script-archive.ts'
import { restoreArchivedInput } from '#lib/storyboard/script-input.ts'

export const POST = writeRoute(restoreArchivedInput, restoreArchived)
