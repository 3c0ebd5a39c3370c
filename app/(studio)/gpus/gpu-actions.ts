'use server'

import { action } from '#app/_server/action.ts'
import * as nodes from '#lib/fleet/node-commands.ts'

export const pauseGpu = action(nodes.nodeInput, nodes.pauseNode)
export const drainGpu = action(nodes.nodeInput, nodes.drainNode)
export const resumeGpu = action(nodes.nodeInput, nodes.resumeNode)
