import { readRoute } from '#app/_server/route.ts'
import { listSentences } from '#lib/storyboard/list-queries.ts'
import { listOfProjectInput } from '#lib/storyboard/model.ts'

export const GET = readRoute(listOfProjectInput, listSentences)
