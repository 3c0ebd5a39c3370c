import { readEnv } from '#lib/runtime/env.ts'
import { runCli } from '#worker/cli/run-cli.ts'

/** `npm run -s framewright -- COMMAND`: what a terminal can ask. */
export async function main(args: string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever reads may stop early, as `head` does; that is no reason to fail.
    stream.on('error', () => {})
  }
  const exitCode = await runCli(args, {
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
    readEnv,
    // npm moves to the project's folder, and says where the person was.
    cwd: process.env.INIT_CWD ?? process.cwd(),
  })
  // The process is ended right after this, and a pipe may still have some of it before it.
  await new Promise<void>((resolve) => {
    process.stdout.write('', () => resolve())
  })
  return exitCode
}
