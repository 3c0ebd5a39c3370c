import { askApi } from '#app/_live/api.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { mostScriptBytes } from '#lib/storyboard/script/script-model.ts'
import type { Reading } from '#lib/storyboard/script-input.ts'
import type { ScriptPreview } from '#lib/storyboard/script-preview.ts'

export type ScriptInput = { kind: 'text'; text: string } | { kind: 'file'; file: Blob; name: string }

/** Reads a script on the server, which writes nothing. */
export async function readPreview(
  projectId: string | null,
  input: ScriptInput,
  reading: Omit<Reading, 'name'>,
): Promise<ScriptPreview> {
  const path = projectId ? `/api/v1/projects/${projectId}/script/preview` : '/api/v1/script/preview'
  if (input.kind === 'text') return await askApi(path, { text: input.text, ...reading })
  if (input.file.size > mostScriptBytes) throw tooLarge()
  const { columns, format, language, splitBy } = reading
  const asked = new URLSearchParams({ name: input.name.slice(-255) })
  for (const [name, value] of Object.entries({ format, language, splitBy })) if (value) asked.set(name, value)
  if (columns) asked.set('columns', JSON.stringify(columns))
  return await askApi(`${path}?${asked}`, input.file)
}

function tooLarge(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'The file is larger than 20 MB.',
    suggestion: 'A script is rarely larger than one. Save it without pictures, or import it in parts.',
  })
}
