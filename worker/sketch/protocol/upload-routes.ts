import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { parseJson } from '#lib/runtime/json.ts'
import { isObject } from '#lib/workflow/graph.ts'
import type { FileStore, FileType } from '../files.ts'
import { type Call, readBytes, ServerTrouble, sendEmpty, sendJson } from './http.ts'
import { type Part, parseMultipart } from './multipart.ts'
import { isFileType } from './view-route.ts'

export async function uploadImage(call: Call): Promise<void> {
  await upload(call, async (bytes) => bytes)
}

/** The uploaded picture's alpha on top of the picture it was drawn over. */
export async function uploadMask(call: Call): Promise<void> {
  await upload(call, async (bytes, parts) => {
    const original = await findOriginal(call.machine.files, textOf(parts, 'original_ref'))
    const { width, height } = await sharp(original).metadata()
    const alpha = await sharp(bytes).ensureAlpha().extractChannel('alpha').resize(width, height).toBuffer()
    return await sharp(original).removeAlpha().joinChannel(alpha).png().toBuffer()
  })
}

async function upload(call: Call, change: (bytes: Buffer, parts: Part[]) => Promise<Buffer>): Promise<void> {
  const { machine, request } = call
  const parts = parseMultipart(await readBytes(call), request.headers['content-type'])
  const image = parts?.find(({ name }) => name === 'image')
  if (!parts || !image || image.filename === '') return sendEmpty(call, 400)
  const type = textOf(parts, 'type') || 'input'
  if (image.filename === undefined || !isFileType(type)) throw new ServerTrouble()
  const subfolder = textOf(parts, 'subfolder')
  const folder = machine.files.locate(type, subfolder)
  const place = folder && machine.files.locate(type, path.join(subfolder, image.filename))
  if (!folder || !place) return sendEmpty(call, 400)
  await mkdir(folder, { recursive: true })
  const isOverwriting = ['true', '1'].includes(textOf(parts, 'overwrite'))
  const bytes = await change(image.bytes, parts)
  const name = await store({ folder, name: image.filename, bytes, isOverwriting })
  sendJson(call, { name, subfolder, type })
}

type Storing = { folder: string; name: string; bytes: Buffer; isOverwriting: boolean }

/** The same bytes keep their name, others get a number behind it. */
async function store({ folder, name, bytes, isOverwriting }: Storing): Promise<string> {
  const { name: stem, ext } = path.parse(name)
  const base = name.slice(0, name.length - stem.length - ext.length)
  for (let count = 0; ; count++) {
    const tried = count === 0 ? name : `${base}${stem} (${count})${ext}`
    const existing = isOverwriting ? undefined : await readFile(path.join(folder, tried)).catch(() => undefined)
    if (existing && !existing.equals(bytes)) continue
    if (!existing) {
      await writeFile(path.join(folder, tried), bytes).catch(() => {
        // A slash in the name leads into a folder that is not there.
        throw new ServerTrouble()
      })
    }
    return tried
  }
}

function textOf(parts: Part[], name: string): string {
  return parts.find((part) => part.name === name)?.bytes.toString('utf8') ?? ''
}

async function findOriginal(files: FileStore, text: string): Promise<Buffer> {
  try {
    const ref: unknown = parseJson(text)
    if (!isObject(ref)) throw new ServerTrouble()
    const type: FileType = typeof ref.type === 'string' && isFileType(ref.type) ? ref.type : 'output'
    const file = files.locate(type, path.join(String(ref.subfolder ?? ''), String(ref.filename ?? '')))
    return await readFile(file ?? '')
  } catch {
    throw new ServerTrouble()
  }
}
