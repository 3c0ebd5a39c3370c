import 'server-only'
import { AppError } from '#lib/runtime/errors.ts'

/**
 * The body, as long as it is not longer than that. A little more is read and thrown away, because who is answered while still
 * sending may see a broken connection and not the answer; whoever sends very much more is not heard to the end.
 */
export async function readBytes(request: Request, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes <= mostBytes) chunks.push(chunk)
    if (bytes > mostBytes * 4) break
  }
  if (bytes > mostBytes) throw refuseBody(`The body is larger than ${mostBytes / 1_000_000} MB.`)
  return Buffer.concat(chunks)
}

/** A file, sent as it is or as the first file of a form. */
export async function readFile(request: Request, mostBytes: number): Promise<Buffer> {
  const bytes = await readBytes(request, mostBytes)
  const contentType = request.headers.get('content-type') ?? ''
  if (!contentType.startsWith('multipart/form-data')) return bytes
  const body = new Response(new Uint8Array(bytes), { headers: { 'Content-Type': contentType } })
  const form = await body.formData().catch(() => {
    throw refuseBody('The form cannot be read.')
  })
  const file = [...form.values()].find((value) => value instanceof File)
  if (!file) throw refuseBody('There is no file in the form.')
  return Buffer.from(await file.arrayBuffer())
}

export function refuseBody(message: string): AppError {
  return new AppError({ code: 'INVALID_INPUT', message, suggestion: 'Correct the request and send it again.' })
}
