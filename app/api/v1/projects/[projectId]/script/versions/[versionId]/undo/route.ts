import { writeRoute } from '#app/_server/write-route.ts'
import { scriptVersionInput } from '#lib/storyboard/script-input.ts'
import { undoImport } from '#lib/storyboard/script-undo.ts'

export const POST = writeRoute(scriptVersionInput, undoImport)
