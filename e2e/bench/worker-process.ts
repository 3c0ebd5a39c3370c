import { spawn } from 'node:child_process'
import path from 'node:path'

export type WorkerProcess = { pid: number; kill(): Promise<void> }

type Starting = { databaseUrl: string; dataDir: string; urls: readonly string[] }

/** A worker alone, as another machine would run it. The process itself, so that what is killed is the worker and no parent of it. */
export function startWorkerProcess({ databaseUrl, dataDir, urls }: Starting): WorkerProcess {
  const child = spawn(process.execPath, [path.resolve('worker/main.ts')], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...{ NODE_ENV: 'production', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl, DATA_DIR: dataDir },
      COMFYUI_URL: urls.join(','),
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL')
      await ended
      process.removeListener('exit', endWithUs)
    },
  }
}
