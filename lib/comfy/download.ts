import { AppError } from '#lib/runtime/errors.ts'
import { checkContent } from './check-content.ts'
import { type Caller, readBytes, send } from './http.ts'
import type { OutputFile } from './outputs.ts'
import { withTries } from './tries.ts'
import { errorOfNoAnswer, errorOfStatus } from './unavailable.ts'

export type FileRef = Pick<OutputFile, 'filename' | 'subfolder' | 'type'>

export type DownloadOptions = { maxBytes?: number; signal?: AbortSignal }

export type Download = { bytes: Uint8Array; mimeType: string }

/** Fetches a file, whole and sound: what arrives cut off or damaged is fetched again. */
export async function downloadFile(caller: Caller, file: FileRef, options: DownloadOptions = {}): Promise<Download> {
  return withTries(caller.limits, () => downloadOnce(caller, file, options), options.signal)
}

async function downloadOnce(caller: Caller, file: FileRef, { maxBytes, signal }: DownloadOptions): Promise<Download> {
  const { server, limits } = caller
  const most = maxBytes ?? limits.fileBytes
  const { filename, subfolder, type } = file
  // A name is used again after the file was removed, and a proxy in between may have kept the old one.
  const query = new URLSearchParams({ filename, subfolder, type, t: crypto.randomUUID() })
  const idle = new AbortController()
  const either = signal ? AbortSignal.any([idle.signal, signal]) : idle.signal
  const stopWhenIdle = setTimeout(() => idle.abort(), limits.downloadIdleMs)
  try {
    const request = { path: `/view?${query}`, deadlineMs: limits.downloadMs, signal: either }
    return await send(caller, request, async (response) => {
      if (response.status !== 200) {
        await response.body?.cancel()
        throw errorOfView(caller, file, response.status)
      }
      const bytes = await readBytes(response, most, () => stopWhenIdle.refresh())
      if (bytes === 'too large') throw errorOfSize(caller, file, most)
      const announced = response.headers.get('content-length')
      const isWhole =
        announced === null || response.headers.has('content-encoding') || Number(announced) === bytes.byteLength
      const checked = isWhole ? await checkContent(bytes, filename) : { flaw: 'is cut off' }
      if ('flaw' in checked) throw errorOfFlaw(caller, file, checked.flaw)
      return { bytes, mimeType: checked.mimeType }
    })
  } catch (error) {
    if (idle.signal.aborted && !signal?.aborted) {
      throw errorOfNoAnswer(server, new DOMException('No bytes came', 'TimeoutError'), limits.downloadIdleMs)
    }
    throw error
  } finally {
    clearTimeout(stopWhenIdle)
  }
}

function errorOfView({ server }: Caller, file: FileRef, status: number): AppError {
  // 400 is for a name the server takes for an attack, 403 for a folder outside its own.
  if (status !== 404 && status !== 400) return errorOfStatus(server, status, '/view')
  return new AppError({
    code: 'OUTPUT_FILE_NOT_FOUND',
    message: `${nameFile(file)} is not on ${server.name}.`,
    suggestion:
      file.type === 'temp'
        ? 'ComfyUI deletes previews when it restarts: save the result with SaveImage instead of PreviewImage, and make it again.'
        : 'It was deleted or moved there. Make it again with another seed, because ComfyUI may hand out the same name from its cache.',
    details: { server: server.name, ...refOf(file) },
  })
}

function errorOfFlaw({ server }: Caller, file: FileRef, flaw: string): AppError {
  return new AppError({
    code: 'OUTPUT_FILE_UNUSABLE',
    message: `${nameFile(file)} from ${server.name} ${flaw}.`,
    suggestion: 'Make it again; when that does not help, check the disk of that machine and the network to it.',
    details: { server: server.name, ...refOf(file), flaw },
    retryable: true,
  })
}

function errorOfSize({ server }: Caller, file: FileRef, maxBytes: number): AppError {
  return new AppError({
    code: 'OUTPUT_FILE_UNUSABLE',
    message: `${nameFile(file)} on ${server.name} is larger than ${formatBytes(maxBytes)}, and was not fetched.`,
    suggestion: 'Make it smaller or shorter.',
    details: { server: server.name, ...refOf(file), maxBytes },
  })
}

function nameFile({ filename, subfolder }: FileRef): string {
  return (subfolder ? `${subfolder}/${filename}` : filename).slice(0, 200)
}

function refOf({ filename, subfolder, type }: FileRef): FileRef {
  return { filename, subfolder, type }
}

export function formatBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / (1024 * 1024))} MB` : `${Math.round(bytes / 1024)} kB`
}
