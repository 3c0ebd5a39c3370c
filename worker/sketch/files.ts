import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { NodeFailure } from './execution/failures.ts'
import type { Size } from './pictures/images.ts'

export const fileTypes = ['input', 'output', 'temp'] as const
export type FileType = (typeof fileTypes)[number]

export type SaveTarget = { folder: string; subfolder: string; name: string; counter: number }

export type FileStore = Awaited<ReturnType<typeof openFileStore>>

/** The three folders of a ComfyUI server, and its rules for names. */
export async function openFileStore(dataDir: string) {
  const root = path.resolve(dataDir)
  const folderOf = (type: FileType): string => path.join(root, type)
  const clearTemp = async (): Promise<void> => {
    await rm(folderOf('temp'), { recursive: true, force: true })
    await mkdir(folderOf('temp'), { recursive: true })
  }
  await Promise.all(fileTypes.map((type) => mkdir(folderOf(type), { recursive: true })))
  await clearTemp()

  return {
    folderOf,
    clearTemp,
    /** The path of a file in a folder, or undefined when it would lie outside. */
    locate(type: FileType, relative: string): string | undefined {
      const folder = folderOf(type)
      const file = path.resolve(folder, relative)
      return file === folder || file.startsWith(folder + path.sep) ? file : undefined
    },
    /** Where the next file of a prefix goes. The counter continues from what lies there, so it restarts when that goes. */
    async planSave(type: FileType, prefix: string, size: Size): Promise<SaveTarget> {
      const filled = fillTokens(prefix, size)
      const root = folderOf(type)
      const subfolder = path.dirname(path.normalize(filled)).replace(/^\.$/, '')
      const name = path.basename(path.normalize(filled))
      const folder = path.resolve(root, subfolder)
      if (folder !== root && !folder.startsWith(root + path.sep)) {
        throw new NodeFailure(
          'Exception',
          `**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: ${folder}\n         output_dir: ${root}`,
        )
      }
      await mkdir(folder, { recursive: true })
      const counter = nextCounter(await readdir(folder), name)
      return { folder, subfolder, name, counter }
    },
    /** Every file of the input folder by its own name, as loaders list them: folders inside are not looked into. */
    async listInputs(): Promise<string[]> {
      await mkdir(folderOf('input'), { recursive: true })
      const entries = await readdir(folderOf('input'), { withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    },
  }
}

/** `sub/name.png [output]` names a folder as well as a file. */
export function parseAnnotated(text: string): { name: string; type: FileType | undefined } {
  for (const type of fileTypes) {
    if (text.endsWith(` [${type}]`)) return { name: text.slice(0, -type.length - 3), type }
  }
  return { name: text, type: undefined }
}

export function numberedName(target: SaveTarget, index: number): string {
  const name = target.name.replaceAll('%batch_num%', String(index))
  return `${name}_${String(target.counter + index).padStart(5, '0')}`
}

function nextCounter(files: string[], name: string): number {
  const numbers = files
    .filter((file) => file.startsWith(`${name}_`))
    .map((file) => Number.parseInt(/^\d+/.exec(file.slice(name.length + 1))?.[0] ?? '0', 10))
  return Math.max(0, ...numbers) + 1
}

function fillTokens(prefix: string, size: Size): string {
  if (!prefix.includes('%')) return prefix
  const now = new Date()
  const two = (value: number) => String(value).padStart(2, '0')
  const values: Record<string, string> = {
    width: String(size.width),
    height: String(size.height),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  }
  return prefix.replaceAll(/%([a-z]+)%/g, (whole, token: string) => values[token] ?? whole)
}
