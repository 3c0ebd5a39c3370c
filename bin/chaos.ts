import { AppError } from '#lib/runtime/errors.ts'
import { shareThroughFaults } from '../e2e/chaos/fleet.ts'
import { runPair } from '../e2e/chaos/pair.ts'
import { makeThroughFaults } from '../e2e/chaos/pictures.ts'
import { typeThroughKills } from '../e2e/chaos/typing.ts'

const rounds = 10
const jobsARound = 60
const fleet = { rounds: 20, jobs: 200, gpus: 4, people: 3 }
const pairSeconds = 60
const log = (line: string) => console.log(`  ${line}`)

const runs: Record<string, (seed: number) => Promise<void>> = {
  async typing(seed) {
    log(`Typing while processes are killed, seed ${seed}`)
    const { rounds: played, sentences, killed } = await typeThroughKills({ seed, rounds, log })
    console.log(`\n  ${played} rounds, ${sentences} sentences, none lost. Killed: ${list(killed)}.\n`)
  },
  async pair(seed) {
    log(`Two people in the same prompts, one of them offline in the middle, seed ${seed}`)
    const { words, chosen, prompts } = await runPair({ seed, seconds: pairSeconds, log })
    console.log(`\n  ${words} words, none lost, both the same in the end; ${chosen} choices. They wrote:\n`)
    console.log(`${prompts.map((text) => `    ${text}`).join('\n')}\n`)
  },
  async pictures(seed) {
    log(`Making pictures through faults, seed ${seed}`)
    const {
      rounds: played,
      jobs,
      completed,
      failed,
      done,
    } = await makeThroughFaults({ seed, rounds, jobs: jobsARound, log })
    console.log(
      `\n  ${played} rounds, ${jobs} jobs: ${completed} made, ${failed} failed with a reason, none lost. Faults: ${list(done)}.\n`,
    )
  },
  async fleet(seed) {
    log(`Sharing a fleet through faults, seed ${seed}`)
    const { jobs, completed, failed, cancelled, done } = await shareThroughFaults({ seed, ...fleet, log })
    console.log(
      `\n  ${fleet.rounds} rounds, ${jobs} jobs: ${completed} made, ${cancelled} cancelled, ${failed} failed with a reason, none lost. Faults: ${list(done)}.\n`,
    )
  },
}

/** `npm run chaos [-- RUN] [SEED]`: the long fault runs. A failure names its seed, with which it can be run again. */
export async function main(args: string[]): Promise<void> {
  const names = args.filter((arg) => !/^\d+$/.test(arg))
  const given = args.find((arg) => /^\d+$/.test(arg))
  const unknown = names.find((name) => !runs[name])
  if (unknown) {
    throw new AppError({
      code: 'INVALID_INPUT',
      message: `There is no run called ${unknown}.`,
      suggestion: `There are: ${Object.keys(runs).join(', ')}. For example: npm run chaos -- pictures 7`,
    })
  }
  const seed = given === undefined ? Date.now() % 1_000_000 : Number(given)
  for (const name of names.length > 0 ? names : Object.keys(runs)) await runs[name]?.(seed)
}

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
