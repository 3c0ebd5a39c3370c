import { cruise, type IRegularForbiddenRuleType } from 'dependency-cruiser'
import { nearlyPureFiles, pureFiles, purePackages } from './pure-files.ts'

/**
 * What each noun in lib may import besides its own folder: the nouns it is about, never the other way round. `runtime`
 * knows no noun, so that everything may stand on it; `live` carries ids and versions, so that every noun may announce.
 * A folder that is not listed may import none, and a test asks for it to be listed.
 */
export const allowedNouns: Record<string, readonly string[]> = {
  runtime: [],
  live: ['runtime'],
  team: ['runtime', 'live'],
  // Says what determines a picture in values of its own, so that a board can compare recipes without a circle.
  recipe: ['runtime'],
  workflow: ['runtime', 'recipe'],
  storyboard: ['runtime', 'live', 'team', 'recipe'],
  // A graph is what a client submits.
  comfy: ['runtime', 'workflow'],
  ollama: ['runtime'],
  fleet: ['runtime', 'live', 'team', 'comfy', 'workflow'],
  jobs: ['runtime', 'live', 'team', 'recipe', 'workflow', 'storyboard', 'fleet'],
  // A take is what a job made, so it settles jobs; jobs know nothing of takes.
  takes: ['runtime', 'live', 'team', 'recipe', 'workflow', 'storyboard', 'jobs'],
  // Of sentences with their pictures.
  copies: ['runtime', 'live', 'team', 'recipe', 'storyboard', 'takes'],
  batch: ['runtime', 'recipe', 'workflow', 'storyboard'],
  // Reports on everything that runs, and is used by nothing.
  system: ['runtime', 'live', 'team', 'fleet', 'jobs', 'comfy', 'ollama'],
}

export type Violation = { rule: string; from: string; to: string; why: string }

/** Finds every import under `baseDir` that the house does not allow. */
export async function findBoundaryViolations(baseDir: string, folders: string[]): Promise<Violation[]> {
  const { output } = await cruise(folders, {
    baseDir,
    ruleSet: { forbidden: rules },
    validate: true,
    // Type-only imports count too: they tie rooms together as much as the others.
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^prisma/client'] },
    exclude: { path: ['^\\.next', '^data/'] },
    // Next's own files leave out the extension; ours never do.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  })
  if (typeof output === 'string') throw new Error(output)
  return output.summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
    why: rules.find(({ name }) => name === rule.name)?.comment ?? '',
  }))
}

type ForbiddenRule = IRegularForbiddenRuleType & { name: string; comment: string }

const testFiles = '\\.test\\.tsx?$'
const nouns = Object.keys(allowedNouns)
const purePaths = pureFiles.map(
  (glob) =>
    `^${glob
      .replaceAll('.', '\\.')
      .replace('/**', '/.+')
      .replaceAll(/\/\*(?=\/)/g, '/[^/]+')}$`,
)

const rules: ForbiddenRule[] = [
  forbid('no-circles', 'No circles: what imports each other is one thing and belongs together, or needs a third.', {
    from: {},
    to: { circular: true },
  }),
  forbid('nothing-missing', 'What is imported exists and is in package.json.', {
    from: {},
    to: { couldNotResolve: true, pathNot: '^(\\.next|prisma/client)' },
  }),
  forbid('lib-stands-alone', 'lib imports neither app nor worker nor the commands: they are built on it.', {
    from: { path: '^lib/', pathNot: ['^lib/testing/', testFiles] },
    to: { path: '^(app|worker|bin|e2e)/' },
  }),
  forbid('app-beside-worker', 'app and worker meet in lib and in the database, nowhere else.', {
    from: { path: '^app/' },
    to: { path: '^(worker|bin|e2e)/' },
  }),
  forbid('worker-beside-app', 'app and worker meet in lib and in the database, nowhere else.', {
    from: { path: '^worker/' },
    to: { path: '^(app|bin|e2e)/' },
  }),
  forbid('bin-beside-app', 'Next loads the pages; a command never does.', {
    from: { path: '^bin/' },
    to: { path: '^app/' },
  }),
  forbid('e2e-from-outside', 'End-to-end tests use what a person or program outside could use, and the commands.', {
    from: { path: '^e2e/' },
    to: { path: '^(app|worker)/' },
  }),
  forbid('e2e-is-the-end', 'Only the commands that run e2e import it.', {
    from: { pathNot: ['^e2e/', '^bin/(test|bench|chaos)\\.ts$', '^playwright\\.config\\.ts$'] },
    to: { path: '^e2e/' },
  }),
  forbid('testing-in-tests', 'lib/testing is for tests; the product never loads it.', {
    from: { pathNot: ['^lib/testing/', '^e2e/', testFiles, '\\.fixture\\.ts$', '^vitest\\.config\\.ts$'] },
    to: { path: '^lib/testing/' },
  }),
  forbid('tests-are-leaves', 'A test is imported by nothing.', { from: {}, to: { path: testFiles } }),
  ...nouns.map((noun) =>
    forbid(`noun-${noun}`, `lib/${noun} may import ${['itself', ...(allowedNouns[noun] ?? [])].join(', ')}.`, {
      from: { path: `^lib/${noun}/`, pathNot: testFiles },
      to: { path: '^lib/', pathNot: `^lib/(${[noun, ...(allowedNouns[noun] ?? [])].join('|')})/` },
    }),
  ),
  forbid('noun-unlisted', 'A noun that is not in the table of bin/checks/boundaries.ts may import no other.', {
    from: { path: '^lib/([^/]+)/', pathNot: [`^lib/(${[...nouns, 'testing'].join('|')})/`, testFiles] },
    to: { path: '^lib/', pathNot: '^lib/$1/' },
  }),
  forbid('pure-imports-pure', 'A pure file imports other pure files, and types.', {
    from: { path: purePaths, pathNot: [testFiles, ...nearlyPureFiles] },
    to: {
      pathNot: [...purePaths, `^node_modules/(${purePackages.join('|')})/`],
      dependencyTypesNot: ['type-only'],
    },
  }),
  forbid(
    'one-database-client',
    'The database client is made once, in a process entry; others take it from the context.',
    {
      from: { path: '^(app|lib)/', pathNot: ['^lib/testing/', testFiles] },
      to: { path: '^lib/runtime/db\\.ts$', dependencyTypesNot: ['type-only'] },
    },
  ),
  forbid('prisma-in-one-place', 'Prisma is loaded by lib/runtime/db.ts and the schema check alone.', {
    from: { pathNot: ['^lib/runtime/db\\.ts$', '^bin/checks/schema-diff\\.ts$', '^prisma/'] },
    to: { path: ['^prisma/client', '^node_modules/(@prisma|prisma)/'], dependencyTypesNot: ['type-only'] },
  }),
]

function forbid(name: string, comment: string, ends: Pick<ForbiddenRule, 'from' | 'to'>): ForbiddenRule {
  return { name, comment, severity: 'error', ...ends }
}
