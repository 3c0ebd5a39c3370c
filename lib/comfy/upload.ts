import { AppError } from '#lib/runtime/errors.ts'
import { formatBytes } from './download.ts'
import { fieldsOf, textOf } from './fields.ts'
import { type Caller, call } from './http.ts'
import { withTries } from './tries.ts'
import { errorOfStatus, errorOfStrangeAnswer } from './unavailable.ts'

export type UploadRequest = {
  name: string
  bytes: Uint8Array
  /** A folder under ComfyUI's `input`, made when it is not there. */
  folder?: string
  mimeType?: string
  /** Without it, other bytes under a name that is taken get a new name. */
  overwrite?: boolean
  signal?: AbortSignal
}

export type Upload = {
  /** What LoadImage and its like are given. */
  value: string
  name: string
  subfolder: string
}

/** Puts a picture, clip or sound where the loading nodes find it. The server may choose another name: use `value`. */
export async function uploadFile(caller: Caller, request: UploadRequest): Promise<Upload> {
  const name = makeSafeName(request.name)
  const folder = (request.folder ?? '')
    .split(/[\\/]+/)
    .filter((part) => part !== '')
    .map(makeSafeName)
    .join('/')
  // The same bytes under the same name give the same file, so a repeat does no harm.
  return withTries(caller.limits, () => uploadOnce(caller, request, { name, folder }), request.signal)
}

async function uploadOnce(
  caller: Caller,
  { bytes, mimeType, overwrite, signal }: UploadRequest,
  { name, folder }: { name: string; folder: string },
): Promise<Upload> {
  const form = new FormData()
  // Safe: a Uint8Array that is not shared is a BlobPart; the types do not tell the two kinds apart.
  form.append('image', new Blob([bytes as Uint8Array<ArrayBuffer>], mimeType ? { type: mimeType } : {}), name)
  form.append('type', 'input')
  if (folder) form.append('subfolder', folder)
  if (overwrite) form.append('overwrite', 'true')
  const { server, limits } = caller
  const path = '/upload/image'
  const { status, body } = await call(caller, { path, method: 'POST', form, deadlineMs: limits.uploadMs, signal })
  if (status === 413) throw errorOfSize(server.name, name, bytes.byteLength)
  if (status !== 200) throw errorOfStatus(server, status, path)
  const answer = fieldsOf(body)
  const savedName = textOf(answer.name)
  const subfolder = textOf(answer.subfolder) ?? ''
  if (!savedName) throw errorOfStrangeAnswer(server, path)
  return { value: subfolder ? `${subfolder}/${savedName}` : savedName, name: savedName, subfolder }
}

/** Servers drop backslashes, escape quotes, and fail on slashes; a name that has none of them comes back as it is. */
function makeSafeName(name: string): string {
  const safe = name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replaceAll(/[\\/:*?"<>|%\u0000-\u001f\u007f]/g, '_')
    // Two dots in a row are refused when the file is asked for.
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[. ]+/, '')
    .trimEnd()
  return safe.slice(-120) || 'file'
}

function errorOfSize(serverName: string, name: string, size: number): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `${name} is ${formatBytes(size)}, more than ${serverName} takes.`,
    suggestion: 'Use a smaller file, or start ComfyUI there with a larger --max-upload-size (it is 100 MB by default).',
    details: { server: serverName, name, size },
  })
}
