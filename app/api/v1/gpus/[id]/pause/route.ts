import { writeRoute } from '#app/_server/write-route.ts'
import { nodeInput, pauseNode } from '#lib/fleet/node-commands.ts'

export const POST = writeRoute(nodeInput, pauseNode)
