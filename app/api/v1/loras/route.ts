import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { fleetParts } from '#lib/fleet/context.ts'
import { listFleetModels } from '#lib/fleet/known-models.ts'

export const GET = readRoute(z.object({}), (ctx) => listFleetModels(ctx, { folder: 'loras' }, fleetParts().models))
