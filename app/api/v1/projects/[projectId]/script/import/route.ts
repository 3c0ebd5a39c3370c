import { json } from '#app/_server/answers.ts'
import { fileRoute } from '#app/_server/file-route.ts'
import { readJson } from '#app/_server/read-json.ts'
import { mostScriptBytes } from '#lib/storyboard/script/script-model.ts'
import { importScript } from '#lib/storyboard/script-commands.ts'
import { importScriptInput, projectPath } from '#lib/storyboard/script-input.ts'

/** The source, its sentences, and of a new version what they were before. */
const mostBytes = mostScriptBytes * 3

export const POST = fileRoute(projectPath, async (ctx, path, request) => {
  return json(201, await importScript(ctx, await readJson(request, importScriptInput, { mostBytes, path })))
})
