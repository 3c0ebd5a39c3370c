import { z } from 'zod'
import { parseInput } from '#app/_server/action.ts'
import { refuseUnknownKeys } from '#app/_server/refuse-unknown-keys.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { addSentencesInput, newSentenceInput } from '#lib/storyboard/model.ts'
import { addSentences } from '#lib/storyboard/sentence-commands.ts'

const { sectionId, afterId } = addSentencesInput.shape
const one = newSentenceInput.extend({ sectionId, afterId })

/** One sentence, answered with it, or a list of them, answered with a list. */
export const POST = writeRoute(
  z.looseObject({ sentences: z.unknown().optional() }),
  async (ctx, body) => {
    const isList = body.sentences !== undefined
    refuseUnknownKeys(isList ? addSentencesInput : one, body)
    if (isList) {
      return { items: await addSentences(ctx, parseInput(addSentencesInput, body)), nextCursor: null }
    }
    const { sectionId, afterId, ...sentence } = parseInput(one, body)
    const [row] = await addSentences(ctx, { sectionId, afterId, sentences: [sentence] })
    return row
  },
  { status: 201, listAs: 'sentences' },
)
