import { json } from '#app/_server/answers.ts'
import { fileRoute } from '#app/_server/file-route.ts'
import { readJson } from '#app/_server/read-json.ts'
import { mostScriptBytes } from '#lib/storyboard/script/script-model.ts'
import { compareScript } from '#lib/storyboard/script-compare.ts'
import { compareScriptInput, projectPath } from '#lib/storyboard/script-input.ts'

const mostBytes = mostScriptBytes * 2

export const POST = fileRoute(projectPath, async (ctx, path, request) => {
  return json(200, await compareScript(ctx, await readJson(request, compareScriptInput, { mostBytes, path })))
})
