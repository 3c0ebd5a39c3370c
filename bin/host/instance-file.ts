import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { systemCode } from '#lib/runtime/errors.ts'
import { writeFileSafely } from './files.ts'

const instanceSchema = z.object({
  /** The supervisor's. */
  pid: z.number().int().positive(),
  address: z.string(),
  isReady: z.boolean(),
  processes: z.record(z.string(), z.number().int().positive()),
})

/** What runs on a data folder, for people and for the next start. It is there until a stop in order removes it. */
export type Instance = z.infer<typeof instanceSchema>

const fileOf = (dataDir: string): string => path.join(dataDir, 'instance.json')

export async function readInstance(dataDir: string): Promise<Instance | undefined> {
  try {
    return instanceSchema.safeParse(JSON.parse(await readFile(fileOf(dataDir), 'utf8'))).data
  } catch (error) {
    // Not there, or not ours to understand: only a help is lost.
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

export async function writeInstance(dataDir: string, instance: Instance): Promise<void> {
  await writeFileSafely(fileOf(dataDir), `${JSON.stringify(instance, null, 2)}\n`)
}

export async function removeInstance(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true })
}
