import { stat } from 'node:fs/promises'
import type { FleetNode } from '#lib/fleet/model.ts'
import { loadNodes } from '#lib/fleet/registry.ts'
import type { Env } from '#lib/runtime/env.ts'
import { describeError, isAppError } from '#lib/runtime/errors.ts'
import type { Log } from '#lib/runtime/log.ts'

type Watching = {
  env: Pick<Env, 'GPUS_FILE' | 'COMFYUI_URL' | 'SKETCH_URL'>
  log: Log
  onChange(nodes: FleetNode[]): Promise<void>
  lookEveryMs?: number
}

/**
 * Reads the fleet's file again when it has changed, come or gone. It is asked for rather than watched: editors replace files, and
 * of a file that is mounted into a container no change is told. With a broken file, and without any, the fleet stays as it was, and
 * every mistake is told once.
 */
export function watchFleet({ env, log, onChange, lookEveryMs = 1_000 }: Watching): { stop(): Promise<void> } {
  let looking: Promise<void> | undefined
  let isStopped = false
  /** What the file was when it was last read: at the start nothing, for it may have changed since the fleet was made. */
  let read = ''
  let before: string | undefined
  let known: string | undefined

  const look = async () => {
    const now = await identify(env.GPUS_FILE)
    // Half of it may be there: what still changes is read when it has come to rest.
    const isAtRest = now === before
    before = now
    if (!isAtRest || now === read || isStopped) return
    read = now
    const nodes = await loadNodes(env)
    const text = JSON.stringify(nodes)
    if (text === known) return
    if (nodes.length === 0 && known !== undefined) return log.error(goneFile(env.GPUS_FILE))
    await onChange(nodes)
    if (known !== undefined) log.info({ nodes: nodes.map(({ id }) => id) }, 'The GPUs have been changed')
    known = text
  }

  const timer = setInterval(() => {
    looking ??= look()
      .catch((error) => {
        if (isAppError(error))
          log.error(`The GPUs stay as they were. ${describeError(error)} It is read again when you save it.`)
        else {
          log.error({ err: error }, 'The GPUs could not be changed')
          // What was read is not what is there: it is tried again.
          read = ''
        }
      })
      .finally(() => {
        looking = undefined
      })
  }, lookEveryMs)
  timer.unref()
  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      await looking
    },
  }
}

/** More likely a slip than a wish to have no GPU at all: those are paused on the page of the GPUs, or the worker is stopped. */
function goneFile(file: string): string {
  return `The GPUs stay as they were. ${file} is gone, and no other GPUs are configured. Put it back, or stop the worker if none should be used.`
}

async function identify(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file)
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
  } catch {
    return 'none'
  }
}
