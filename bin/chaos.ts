import { typeThroughKills } from '../e2e/chaos/typing.ts'

const rounds = 10

/** `npm run chaos [-- SEED]`: the long fault runs. A failure names its seed, with which it can be run again. */
export async function main([given]: string[]): Promise<void> {
  const seed = given === undefined ? Date.now() % 1_000_000 : Number(given)
  console.log(`  Typing while processes are killed, seed ${seed}`)
  const done = await typeThroughKills({ seed, rounds, log: (line) => console.log(`  ${line}`) })
  const kills = Object.entries(done.killed).map(([name, count]) => `${name} ${count}`)
  console.log(`\n  ${done.rounds} rounds, ${done.sentences} sentences, none lost. Killed: ${kills.join(', ')}.\n`)
}
