import { setTimeout as delay } from 'node:timers/promises'
import type { Instance } from './instance-file.ts'
import { commandLineOf, endProcess, isOfDataDir } from './processes.ts'

/** Processes whose supervisor vanished end themselves within two seconds; this is that and a slow machine. */
const endsByItselfMs = 3_500

/**
 * Waits for the web and worker processes of a run that was killed, and ends those that do not end by themselves. A pid
 * that has become another program's is recognised by its command line and its data folder, and left alone.
 */
export async function endLeftoverProcesses(
  last: Pick<Instance, 'dataDir' | 'processes'>,
  files: Record<string, string>,
  waitMs = endsByItselfMs,
): Promise<void> {
  await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const pid = last.processes[name]
      if (pid === undefined) return
      const isStillThere = async (): Promise<boolean> =>
        (await commandLineOf(pid)).includes(file) && (await isOfDataDir(pid, last.dataDir))
      const giveUpAtMs = performance.now() + waitMs
      while (await isStillThere()) {
        if (performance.now() > giveUpAtMs) endProcess(pid, 'SIGKILL')
        await delay(50)
      }
    }),
  )
}
