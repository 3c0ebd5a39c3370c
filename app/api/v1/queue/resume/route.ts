import { z } from 'zod'
import { writeRoute } from '#app/_server/write-route.ts'
import { resumeQueue } from '#lib/jobs/queue-commands.ts'

export const POST = writeRoute(z.object({}), resumeQueue)
