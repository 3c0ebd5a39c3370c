import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { type FileStore, type FileType, fileTypes, parseAnnotated } from '../files.ts'
import { sendDamaged } from './damaged-download.ts'
import { type Call, ServerTrouble, sendEmpty } from './http.ts'

/** Serves a file as it is, in part, or as a smaller or plainer copy. */
export async function viewFile(call: Call): Promise<void> {
  const found = findFile(call.url.searchParams, call.machine.files)
  if (typeof found === 'number') return sendEmpty(call, found)
  const info = await stat(found).catch(() => undefined)
  if (!info?.isFile()) return sendEmpty(call, 404)

  const preview = call.url.searchParams.get('preview')
  const channel = call.url.searchParams.get('channel')
  if (preview !== null) return await sendConverted(call, found, (image) => shrink(image, preview, channel))
  if (channel === 'rgb') return await sendConverted(call, found, (image) => image.removeAlpha().png())
  if (channel === 'a') {
    return await sendConverted(call, found, (image) => image.ensureAlpha().extractChannel('alpha').png())
  }
  await sendRaw(call, { file: found, size: info.size, mtimeMs: info.mtimeMs })
}

function findFile(query: URLSearchParams, files: FileStore): string | number {
  const asked = query.get('filename')
  if (asked === null) return 404
  const { name, type: annotated } = parseAnnotated(asked)
  if (name === '' || name.startsWith('/') || name.includes('..')) return 400
  const type = annotated ?? query.get('type') ?? 'output'
  if (!isFileType(type)) return 400
  const folder = files.locate(type, query.get('subfolder') ?? '')
  if (!folder) return 403
  return path.join(folder, path.basename(name))
}

export function isFileType(type: string): type is FileType {
  return fileTypes.some((known) => known === type)
}

const typeOf: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/x-wav',
  '.flac': 'audio/flac',
  '.json': 'application/json',
  '.txt': 'text/plain',
}

/** What a browser would run or render as a page is handed over to be saved. */
const unsafeTypes = ['.html', '.htm', '.js', '.mjs', '.css', '.svg', '.xml']

async function sendRaw(
  call: Call,
  { file, size, mtimeMs }: { file: string; size: number; mtimeMs: number },
): Promise<void> {
  const { request, response, machine } = call
  const name = path.basename(file)
  const extension = path.extname(name).toLowerCase()
  const isUnsafe = unsafeTypes.includes(extension)
  const etag = `"${Math.round(mtimeMs * 1e6).toString(16)}-${size.toString(16)}"`
  const headers = {
    'X-Content-Type-Options': 'nosniff',
    'Content-Disposition': `${isUnsafe ? 'attachment; ' : ''}filename="${encodeURI(name)}"`,
    'Content-Type': isUnsafe ? 'application/octet-stream' : (typeOf[extension] ?? 'application/octet-stream'),
    ETag: etag,
    'Last-Modified': new Date(mtimeMs).toUTCString(),
    'Accept-Ranges': 'bytes',
  }
  if (request.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304, { ETag: etag, 'Last-Modified': headers['Last-Modified'] }).end()
    return
  }
  const range = readRange(request.headers.range, size)
  if (range === 'outside') {
    response.writeHead(416, { 'Content-Range': `bytes */${size}`, 'Content-Length': 0 }).end()
    return
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'Content-Length': end - start + 1,
    ...(range && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
  })
  if (request.method === 'HEAD' || size === 0) return void response.end()
  if (machine.behaviour.downloads) return await sendDamaged(call, (await readFile(file)).subarray(start, end + 1))
  createReadStream(file, { start, end })
    .on('error', () => response.destroy())
    .pipe(response)
}

function readRange(header: string | undefined, size: number): { start: number; end: number } | 'outside' | undefined {
  const found = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header)
  if (!found || (found[1] === '' && found[2] === '')) return undefined
  const [, first = '', last = ''] = found
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? 'outside' : { start, end }
}

function shrink(image: Sharp, preview: string, channel: string | null): Sharp {
  const [asked = '', quality = '90'] = preview.split(';')
  const number = Math.min(100, Math.max(1, Number.parseInt(quality, 10) || 90))
  const isJpeg = asked === 'jpeg' && !channel?.includes('a')
  return isJpeg ? image.removeAlpha().jpeg({ quality: number }) : image.webp({ quality: number })
}

async function sendConverted(call: Call, file: string, convert: (image: Sharp) => Sharp): Promise<void> {
  const { data, info } = await convert(sharp(file))
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw new ServerTrouble()
    })
  call.response.writeHead(200, {
    'Content-Type': `image/${info.format}`,
    'Content-Disposition': `filename="${encodeURI(path.basename(file))}"`,
    'Content-Length': data.length,
  })
  call.response.end(call.request.method === 'HEAD' ? undefined : data)
}
