import { fileRoute } from '#app/_server/file-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { takesParts } from '#lib/takes/context.ts'
import { takeFileInput } from '#lib/takes/model.ts'
import { serveTake } from '#lib/takes/serve-take.ts'

/** The picture or clip; `w` gives a small picture, `download=1` a file to save. Parts by `Range`. */
export const GET = fileRoute(takeFileInput, (ctx, input, { method, headers }) =>
  serveTake(ctx, { media: processParts().media, ...takesParts() }, { ...input, method, headers }),
)

/** Next would make the whole answer and throw its content away. */
export const HEAD = GET
