import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { readFleetModels } from '#lib/fleet/known-models.ts'
import { loadNodes } from '#lib/fleet/registry.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

export const GET = readRoute(z.object({}), async () => readFleetModels(await loadNodes(processParts().env), 'loras'))
