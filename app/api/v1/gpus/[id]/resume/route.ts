import { writeRoute } from '#app/_server/write-route.ts'
import { nodeInput, resumeNode } from '#lib/fleet/node-commands.ts'

export const POST = writeRoute(nodeInput, resumeNode)
