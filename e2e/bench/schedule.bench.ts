import {
  measureChoosing,
  measurePassing,
  measureRandom,
  measureThreeModels,
  measureTurns,
  measureUnequalNodes,
} from './schedule.fixture.ts'
import type { Series } from './stats.ts'

export const title =
  'The choice of the next job in a simulated fleet: time taken in per cent of the best, waits in per cent of the bound'

const randomScenarios = 1_000

export async function run(log: (line: string) => void): Promise<Series[]> {
  const series = [measureThreeModels(log), measureUnequalNodes(log)]
  measureTurns(log)
  series.push(measurePassing(log), measureRandom(log, randomScenarios))
  measureChoosing(log)
  return series
}
