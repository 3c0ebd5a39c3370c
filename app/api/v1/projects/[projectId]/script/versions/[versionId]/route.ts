import { readRoute } from '#app/_server/route.ts'
import { scriptVersionInput } from '#lib/storyboard/script-input.ts'
import { readScriptSource } from '#lib/storyboard/script-queries.ts'

export const GET = readRoute(scriptVersionInput, readScriptSource)
