'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { moveJob as moveJobNow } from '#lib/jobs/move-job.ts'
import * as queue from '#lib/jobs/queue-commands.ts'
import { cancelManyInput, moveJobInput, stopOthersInput } from '#lib/jobs/queue-model.ts'

const nothing = z.object({})

export const pauseQueue = action(nothing, (ctx) => queue.pauseQueue(ctx))
export const resumeQueue = action(nothing, (ctx) => queue.resumeQueue(ctx))
export const moveJob = action(moveJobInput, moveJobNow)
export const stopOthers = action(stopOthersInput, queue.stopOthers)
export const cancelMany = action(cancelManyInput, queue.cancelMany)
