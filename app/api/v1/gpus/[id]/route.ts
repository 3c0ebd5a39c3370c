import { readRoute } from '#app/_server/route.ts'
import { nodeInput } from '#lib/fleet/node-commands.ts'
import { readGpu } from '#lib/jobs/gpu-details.ts'

export const GET = readRoute(nodeInput, readGpu)
