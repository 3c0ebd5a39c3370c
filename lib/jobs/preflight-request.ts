import { type NodeLack, splitByAbility } from '#lib/fleet/can-run.ts'
import { describeLack } from '#lib/fleet/describe-lack.ts'
import type { Needs } from '#lib/fleet/needs.ts'
import { announce } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { JobsCtx } from './context.ts'
import { type NodeView, readNodes } from './fleet-view.ts'
import { sampleNeeds } from './sample-needs.ts'

/** So that nobody waits for what can never be made: said at once, with what is missing where and what could be used instead. */
export async function refuseUnrunnable(ctx: JobsCtx, { needs }: { needs: Needs }): Promise<void> {
  const nodes = await readNodes(ctx)
  const refusal = explainUnrunnable(ctx, { nodes, needs })
  if (!refusal) return
  // Who was refused may have put the file there this minute, and asks again.
  await announce(ctx.db, { type: 'fleet.doubted', workflow: needs.workflow })
  throw refusal
}

export type KnownNode = Pick<NodeView, 'id' | 'name' | 'runner'>

type Asked = { nodes: readonly KnownNode[]; needs: Needs }

/**
 * Undefined when some GPU can run it, though it be paused or away now, because it comes back; and while no GPU has ever said what
 * it has.
 */
export function explainUnrunnable(
  { library }: Pick<JobsCtx, 'library'>,
  { nodes, needs }: Asked,
): AppError | undefined {
  if (!nodes.some(({ runner }) => runner.abilities)) return undefined
  const { able, unable } = splitByAbility(runnersOf(nodes), needs)
  if (able.length > 0) return undefined
  const title = library.list().find(({ id }) => id === needs.workflow)?.template?.manifest.title ?? needs.workflow
  const most = mostInOneGo(unable)
  if (most !== undefined) return tooManyInOneGo({ title, most })
  const shared = lacksOfAll(unable.map(({ lacks }) => lacks))
  const worst = worstOf(shared.length > 0 ? shared : unable.flatMap(({ lacks }) => lacks))
  const instead = runnableInstead({ library }, { nodes, needs })
  return new AppError({
    code: worst?.kind === 'node_type' ? 'WORKFLOW_NODE_ERROR' : 'MODEL_MISSING',
    message:
      shared.length > 0 && worst ? `${inWords(worst)}, which ${title} needs.` : `No GPU has all that ${title} needs.`,
    suggestion: [
      ...(shared.length > 0 && worst
        ? [remedyOf(worst)]
        : unable.map(({ node, lacks }) => `${node.name}: ${sentenceOf(lacks)}`)),
      ...(instead.length > 0 ? [`Or choose another workflow: ${instead.map((one) => one.title).join(', ')}.`] : []),
    ].join(' '),
    details: {
      workflow: needs.workflow,
      gpus: unable.map(({ node, lacks }) => ({ id: node.id, name: node.name, lacks: lacks.map(describeLack) })),
    },
    available: instead.map(({ id }) => id),
  })
}

/** Of the GPUs that lack nothing but a larger batch. Undefined when there is none. */
function mostInOneGo(unable: readonly { lacks: readonly NodeLack[] }[]): number | undefined {
  // A size that is too much is drawn smaller where nobody can do better.
  const limits = unable
    .filter(({ lacks }) => lacks.every(({ kind }) => kind === 'count' || kind === 'size'))
    .flatMap(({ lacks }) => lacks.flatMap((lack) => (lack.kind === 'count' ? [lack.limit] : [])))
  return limits.length === 0 ? undefined : Math.max(...limits)
}

function tooManyInOneGo({ title, most }: { title: string; most: number }): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `No GPU makes more than ${most} of ${title} in one go.`,
    suggestion: `Ask for ${most === 1 ? 'one' : `${most} at most`}, or raise max_batch of a GPU in config/gpus.yaml.`,
    fields: { count: `At most ${most}.` },
    details: { most },
  })
}

export function runnersOf(nodes: readonly KnownNode[]) {
  return nodes.map(({ id, name, runner }) => ({ id, name, ...runner }))
}

function sentenceOf(lacks: readonly NodeLack[]): string {
  return lacks.map(describeLack).join(' ')
}

/** What every one of them lacks. */
function lacksOfAll(all: readonly (readonly NodeLack[])[]): NodeLack[] {
  const [first = [], ...others] = all
  return first.filter((lack) => others.every((lacks) => lacks.some((other) => isSame(lack, other))))
}

function isSame(a: NodeLack, b: NodeLack): boolean {
  if ('name' in a && 'name' in b) return a.kind === b.kind && a.name === b.name
  return a.kind === b.kind
}

/** Files first: who has them has the rest most of the time. */
function worstOf(lacks: readonly NodeLack[]): NodeLack | undefined {
  const order: NodeLack['kind'][] = ['model', 'node_type', 'capability']
  return order.flatMap((kind) => lacks.filter((lack) => lack.kind === kind))[0]
}

/** What no GPU has, as the beginning of a sentence. */
function inWords(lack: NodeLack): string {
  switch (lack.kind) {
    case 'model':
      return `No GPU has the model ${lack.name}`
    case 'node_type':
      return `No GPU has the node type ${lack.name}`
    case 'capability':
      return `No GPU is configured for ${lack.name}`
    case 'size':
      return `No GPU may render ${lack.longestSide} pixels`
    case 'count':
      return `No GPU makes ${lack.count} in one go`
  }
}

function remedyOf(lack: NodeLack): string {
  switch (lack.kind) {
    case 'model':
      return `Put it into ${lack.folder ? `models/${lack.folder}` : 'the models folder'} of a GPU and ask again.`
    case 'node_type':
      return 'Install the node pack that brings it on a GPU, and restart ComfyUI there.'
    case 'capability':
      return 'Add it to the capabilities of a GPU in the configuration.'
    case 'size':
      return 'Ask for a smaller picture.'
    case 'count':
      return 'Ask for fewer at once.'
  }
}

/** What does the same and needs nothing that no GPU has. */
function runnableInstead(
  { library }: Pick<JobsCtx, 'library'>,
  { nodes, needs }: Asked,
): { id: string; title: string }[] {
  const templates = library.list().flatMap(({ template }) => template ?? [])
  const task = templates.find(({ manifest }) => manifest.id === needs.workflow)?.manifest.task
  const runners = runnersOf(nodes)
  return templates.flatMap((template) => {
    const { id, title, task: own } = template.manifest
    if (id === needs.workflow || own !== task) return []
    const plain = sampleNeeds(template)
    return plain && splitByAbility(runners, plain).able.length > 0 ? [{ id, title }] : []
  })
}
