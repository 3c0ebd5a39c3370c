import { writeRoute } from '#app/_server/write-route.ts'
import { sentenceInput } from '#lib/storyboard/model.ts'
import { archiveSentence } from '#lib/storyboard/sentence-commands.ts'

export const POST = writeRoute(sentenceInput, archiveSentence)
