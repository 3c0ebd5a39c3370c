import { json } from '#app/_server/answers.ts'
import { fileRoute } from '#app/_server/file-route.ts'
import { readFile } from '#app/_server/read-body.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { castMemberInput } from '#lib/storyboard/look-model.ts'
import { addReference } from '#lib/storyboard/reference-commands.ts'

const mostBytes = 60_000_000

/** The picture as it is, or as the first file of a form. */
export const POST = fileRoute(castMemberInput, async (ctx, { id }, request) => {
  const readBytes = () => readFile(request, mostBytes)
  return json(201, await addReference(ctx, processParts(), { id, readBytes }))
})
