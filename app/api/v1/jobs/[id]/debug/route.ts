import { readRoute } from '#app/_server/route.ts'
import { jobInput } from '#lib/jobs/model.ts'
import { debugJob } from '#lib/jobs/queries.ts'

export const GET = readRoute(jobInput, debugJob)
