import { readFile, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { systemCode } from '#lib/runtime/errors.ts'
import { writeFileSafely } from './files.ts'

const instanceSchema = z.object({
  /** Where this was written. A copy of the folder brings the file along, but not what runs. */
  dataDir: z.string(),
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
    const instance = instanceSchema.safeParse(JSON.parse(await readFile(fileOf(dataDir), 'utf8'))).data
    return instance?.dataDir === (await realpath(dataDir)) ? instance : undefined
  } catch (error) {
    // Not there, or not ours to understand: only a help is lost.
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

export async function writeInstance(dataDir: string, facts: Omit<Instance, 'dataDir'>): Promise<void> {
  const instance: Instance = { dataDir: await realpath(dataDir), ...facts }
  await writeFileSafely(fileOf(dataDir), `${JSON.stringify(instance, null, 2)}\n`)
}

export type InstanceRecord = {
  setProcesses(processes: Record<string, number>): void
  setReady(): void
  remove(): Promise<void>
}

/** Keeps the file of this run true, one write after another. */
export function recordInstance(input: {
  dataDir: string
  address: string
  last: Instance | undefined
}): InstanceRecord {
  const { dataDir, address, last } = input
  // The processes of a run that was killed stay on record until ours take their place.
  const now: Omit<Instance, 'dataDir'> = { pid: process.pid, address, isReady: false, processes: last?.processes ?? {} }
  let written = Promise.resolve()
  const write = (): void => {
    const instance = structuredClone(now)
    // It only informs: a disk that is full for the moment must not end what runs.
    written = written.then(() => writeInstance(dataDir, instance)).catch(() => {})
  }
  write()
  return {
    setProcesses: (processes) => {
      now.processes = processes
      write()
    },
    setReady: () => {
      now.isReady = true
      write()
    },
    remove: async () => {
      await written
      await rm(fileOf(dataDir), { force: true }).catch(() => {})
    },
  }
}
