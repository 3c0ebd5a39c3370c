import { writeRoute } from '#app/_server/write-route.ts'
import { splitSentenceInput } from '#lib/storyboard/model.ts'
import { splitSentence } from '#lib/storyboard/split-sentence.ts'

/** Both halves, the first one first. */
export const POST = writeRoute(splitSentenceInput, splitSentence)
