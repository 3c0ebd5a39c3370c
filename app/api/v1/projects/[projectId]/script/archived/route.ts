import { readRoute } from '#app/_server/route.ts'
import { listArchived } from '#lib/storyboard/script-archive.ts'
import { projectPath } from '#lib/storyboard/script-input.ts'

export const GET = readRoute(projectPath, listArchived)
