import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { readSentence } from '#lib/storyboard/list-queries.ts'
import { sentenceInput, updateSentenceInput } from '#lib/storyboard/model.ts'
import { sentenceKeys } from '#lib/storyboard/row-keys.ts'
import { deleteSentence } from '#lib/storyboard/sentence-commands.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'

export const GET = readRoute(sentenceInput, readSentence)
/** Sets what is given. With `version`, only if that is the one there is; otherwise 409 with the row in `details.current`. */
export const PUT = writeRoute(updateSentenceInput, updateSentence, { row: sentenceKeys })
export const DELETE = writeRoute(sentenceInput, deleteSentence)
