import { readRoute } from '#app/_server/route.ts'
import { listJobsInput } from '#lib/jobs/model.ts'
import { listJobs } from '#lib/jobs/queries.ts'

export const GET = readRoute(listJobsInput, listJobs)
