import { AppError } from '#lib/runtime/errors.ts'
import { textsOf } from './fields.ts'
import { type Caller, call, callOk, pathPart } from './http.ts'
import { findNearest, listSome } from './model-files.ts'
import { withTries } from './tries.ts'
import { errorOfStatus, errorOfStrangeAnswer } from './unavailable.ts'

/** Names by which old servers and old habits call a folder. */
const renamed: Readonly<Record<string, string>> = { unet: 'diffusion_models', clip: 'text_encoders' }

export async function askFolders(caller: Caller, signal?: AbortSignal): Promise<string[]> {
  const path = '/models'
  const request = { path, deadlineMs: caller.limits.askMs, signal }
  const body = await withTries(caller.limits, () => callOk(caller, request), signal)
  if (!Array.isArray(body)) throw errorOfStrangeAnswer(caller.server, path)
  return textsOf(body)
}

export async function askModels(caller: Caller, folder: string, signal?: AbortSignal): Promise<string[]> {
  const path = `/models/${pathPart(renamed[folder] ?? folder)}`
  const request = { path, deadlineMs: caller.limits.askMs, signal }
  return withTries(
    caller.limits,
    async () => {
      const { status, body } = await call(caller, request)
      if (status === 404) throw await errorOfFolder(caller, folder, signal)
      if (status !== 200) throw errorOfStatus(caller.server, status, path)
      if (!Array.isArray(body)) throw errorOfStrangeAnswer(caller.server, path)
      return textsOf(body)
    },
    signal,
  )
}

async function errorOfFolder(caller: Caller, folder: string, signal?: AbortSignal): Promise<AppError> {
  const folders = await askFolders(caller, signal)
  const nearest = findNearest(folder, folders)
  return new AppError({
    code: 'NOT_FOUND',
    message: `${caller.server.name} has no folder for models called ${folder.slice(0, 80)}.`,
    suggestion: nearest ? `Did you mean ${nearest}?` : `It has: ${listSome(folders)}.`,
    available: folders,
    details: { server: caller.server.name, folder },
  })
}
