import { describeError } from '#lib/runtime/errors.ts'
import { type CheckStep, checkSteps } from './checks/steps.ts'

/** Lint, types, boundaries, unused code, schema drift. Arguments narrow it to the steps whose names they begin. */
export async function main(args: string[]): Promise<number> {
  const { failed } = await runChecks(args)
  return failed > 0 ? 1 : 0
}

/** Two at a time, since the slow ones keep a core busy each. */
export async function runChecks(args: string[] = []): Promise<{ passed: number; failed: number }> {
  const steps = checkSteps.filter(({ name }) => args.length === 0 || args.some((arg) => name.startsWith(arg)))
  const waiting = [...steps]
  let failed = 0
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      if (!(await report(step))) failed++
    }
  }
  await Promise.all([work(), work()])
  return { passed: steps.length - failed, failed }
}

async function report(step: CheckStep): Promise<boolean> {
  const startedAtMs = performance.now()
  const problems = await step.run().catch((error: unknown) => describeError(error))
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  console.log(`${problems === '' ? '✓' : '✗'} ${step.name} (${seconds} s)`)
  if (problems !== '') console.log(`${problems.replaceAll(/^/gm, '    ')}\n`)
  return problems === ''
}
