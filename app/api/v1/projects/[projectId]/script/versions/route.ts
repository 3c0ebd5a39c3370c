import { readRoute } from '#app/_server/route.ts'
import { projectPath } from '#lib/storyboard/script-input.ts'
import { listScriptVersions } from '#lib/storyboard/script-queries.ts'

export const GET = readRoute(projectPath, listScriptVersions)
