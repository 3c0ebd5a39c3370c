import 'server-only'
import { mostScriptBytes } from '#lib/storyboard/script/script-model.ts'
import { previewBody, previewQuery } from '#lib/storyboard/script-input.ts'
import { previewFile, previewText } from '#lib/storyboard/script-preview.ts'
import { authorize } from '#lib/team/authorize.ts'
import { json } from './answers.ts'
import { fileRoute } from './file-route.ts'
import { readFile } from './read-body.ts'
import { readJson } from './read-json.ts'

// In JSON a character of text may take six bytes.
const mostJsonBytes = mostScriptBytes * 2

/** A file as it is or as the first file of a form, or a text in JSON. Nothing is written. */
export const previewScript = fileRoute(previewQuery, async (ctx, { projectId, ...reading }, request) => {
  if (projectId) await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  else await authorize(ctx, 'project.create', { kind: 'team', id: ctx.teamId })
  if (request.headers.get('content-type')?.startsWith('application/json')) {
    const { text, ...asked } = await readJson(request, previewBody, { mostBytes: mostJsonBytes })
    return json(200, previewText(text, { ...reading, ...asked }))
  }
  return json(200, await previewFile(await readFile(request, mostScriptBytes), reading))
})
