import { readRoute } from '#app/_server/route.ts'
import { fleetParts } from '#lib/fleet/context.ts'
import { listFleetModels, modelsInput } from '#lib/fleet/known-models.ts'

export const GET = readRoute(modelsInput, (ctx, input) => listFleetModels(ctx, input, fleetParts().models))
