import { AppError } from '#lib/runtime/errors.ts'

/** Where everything is in the storage. Programs of others read some of these, so they are part of the product. */
export const takeKey = (take: TakePlace, extension: string) =>
  `projects/${take.projectId}/takes/${take.id}.${extension}`
export const thumbKey = (take: TakePlace, width: number) => `projects/${take.projectId}/thumbs/${take.id}-${width}.webp`
/** Of the shadows: always the current picture of each sentence, by `shadowKey`. */
export const shadowFolder = (projectId: string) => `projects/${projectId}/images/`
/** Says that the project is about to be ended for good, so that its files may be removed when its row is gone. */
export const endingKey = (projectId: string) => `projects/${projectId}/ending.json`

type TakePlace = { id: string; projectId: string }

/** How the file of each kind of media is called. */
export const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
}

export function fileKeyOf(take: TakePlace & { mediaType: string }): string {
  return takeKey(take, extensions[take.mediaType] ?? 'bin')
}

export type Named = { projectId: string; kind: 'take' | 'sentence' | 'ending'; id: string }

const named = /^projects\/([^/]+)\/(?:(takes|thumbs|images)\/([0-9a-f-]{36})(?:-\d+)?\.\w+|ending\.json)$/

/** What a key belongs to; undefined for what is none of ours. */
export function readKey(key: string): Named | undefined {
  const [, projectId, folder, id] = named.exec(key) ?? []
  if (!projectId) return undefined
  if (!folder || !id) return { projectId, kind: 'ending', id: projectId }
  return { projectId, kind: folder === 'images' ? 'sentence' : 'take', id }
}

/** Letters that every file system and bucket takes, and no way out of the folder: no part begins with a dot. */
const safeKey = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/
const longestKey = 512

export function checkKey(key: string): void {
  if (safeKey.test(key) && key.length <= longestKey) return
  throw new AppError({ code: 'INVALID_INPUT', message: 'That is not the name of a file that can be kept.' })
}

/** A folder to look through, with its slash at the end. */
export function checkPrefix(prefix: string): void {
  if (prefix.endsWith('/')) checkKey(prefix.slice(0, -1))
  else throw new AppError({ code: 'INVALID_INPUT', message: 'A folder of the storage ends in a slash.' })
}

/** A file that should be there and is not: somebody has taken it away. */
export function errorOfMissing(key: string, place: string): AppError {
  return new AppError({
    code: 'OUTPUT_FILE_NOT_FOUND',
    message: `The file ${key} is missing in ${place}.`,
    suggestion: 'Bring it back from a backup, or make the picture again.',
    details: { key },
  })
}
