import { readRoute } from '#app/_server/route.ts'
import { modelsInput, readFleetModels } from '#lib/fleet/known-models.ts'
import { loadNodes } from '#lib/fleet/registry.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

export const GET = readRoute(modelsInput, async (_, { folder }) =>
  readFleetModels(await loadNodes(processParts().env), folder),
)
