import { readRoute } from '#app/_server/route.ts'
import { boardQuery } from '#lib/storyboard/model.ts'
import { readBoard, readBoardPart } from '#lib/storyboard/queries.ts'

/** The whole board, or with `sections` and `sentences` (ids, separated by commas) only these rows. */
export const GET = readRoute(boardQuery, async (ctx, { projectId, sections, sentences }) =>
  sections || sentences
    ? await readBoardPart(ctx, { projectId, sectionIds: sections ?? [], sentenceIds: sentences ?? [] })
    : await readBoard(ctx, { projectId }),
)
