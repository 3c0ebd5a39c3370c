import { runCommand } from './checks/run-command.ts'

/** Formats everything and repairs what can be repaired safely. */
export async function main(args: string[]): Promise<number> {
  const paths = args.length > 0 ? args : ['.']
  return (await runCommand(['biome', 'check', '--write', ...paths], { isShown: true })).exitCode
}
