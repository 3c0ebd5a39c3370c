import { findBoundaryViolations } from './boundaries.ts'
import { findCodeProblems } from './code-rules.ts'
import { projectDir, runCommand } from './run-command.ts'
import { diffSchema } from './schema-diff.ts'
import { withScratchDatabase } from './scratch-database.ts'

export type CheckStep = {
  name: string
  /** Resolves to what is wrong, for a person to read; to nothing when all is well. */
  run(): Promise<string>
}

/** Longest first, so that two at a time end together. */
export const checkSteps: CheckStep[] = [
  { name: 'types', run: checkTypes },
  { name: 'unused code', run: () => outputOfFailure(['knip', '--no-progress', '--no-config-hints']) },
  { name: 'schema drift', run: checkSchemaDrift },
  { name: 'lint', run: checkLint },
  { name: 'boundaries', run: checkBoundaries },
  { name: 'house rules', run: checkCodeRules },
]

async function checkTypes(): Promise<string> {
  // Types for the routes and for what pages import besides code; tsc reads them.
  const routes = await outputOfFailure(['next', 'typegen'], { NEXT_TELEMETRY_DISABLED: '1' })
  return routes || (await outputOfFailure(['tsc', '--noEmit', ...(process.stdout.isTTY ? ['--pretty'] : [])]))
}

async function checkLint(): Promise<string> {
  const problems = await outputOfFailure([
    'biome',
    'check',
    '.',
    '--error-on-warnings',
    '--max-diagnostics=50',
    ...colours(),
  ])
  return problems && `${problems}\n\nWhat can be repaired safely, the layout above all, is repaired by: npm run format`
}

async function checkBoundaries(): Promise<string> {
  const violations = await findBoundaryViolations(projectDir, ['app', 'bin', 'e2e', 'lib', 'worker'])
  return violations.map(({ rule, from, to, why }) => `${from} → ${to}\n  ${why} (${rule})`).join('\n')
}

async function checkCodeRules(): Promise<string> {
  return findCodeProblems(projectDir)
    .map(({ file, line, message }) => `${file}:${line} ${message}`)
    .join('\n')
}

async function checkSchemaDrift(): Promise<string> {
  const sql = await withScratchDatabase(diffSchema)
  if (sql === '') return ''
  return `prisma/schema.prisma asks for more than the migrations make. Write it with: npm run db:migration -- NAME\n${sql}`
}

async function outputOfFailure(command: string[], env: Record<string, string> = {}): Promise<string> {
  const { exitCode, output } = await runCommand(command, { env })
  return exitCode === 0 ? '' : output || `${command.join(' ')} ended with ${exitCode}.`
}

function colours(): string[] {
  return process.stdout.isTTY ? ['--colors=force'] : []
}
