import { writeRoute } from '#app/_server/write-route.ts'
import { drainNode, nodeInput } from '#lib/fleet/node-commands.ts'

export const POST = writeRoute(nodeInput, drainNode)
