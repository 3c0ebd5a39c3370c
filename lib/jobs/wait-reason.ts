import type { AppError } from '#lib/runtime/errors.ts'
import type { NodeView } from './fleet-view.ts'

type Facts = {
  isHeld: boolean
  /** Who stopped the queue; undefined while it goes on. */
  pausedBy: string | undefined
  /** Why the last try failed, when it rests until its next one. */
  resting: { error: string | null } | undefined
  /** Every GPU there is. */
  nodes: readonly Pick<NodeView, 'id'>[]
  isWorkerThere: boolean
  /** Those that can run it: the open ones, or all when none is open. */
  able: readonly Able[]
  /** What is missing where, when none can. */
  refusal: AppError | undefined
  /** How many come first. */
  ahead: number
}

type Able = Pick<
  NodeView,
  'name' | 'isOpen' | 'mode' | 'health' | 'reason' | 'heldBy' | 'isHolderSilent' | 'inHand' | 'foreign'
>

/** Why a job does not run yet, in one or two sentences for whoever waits for it. */
export function explainWait(facts: Facts): string {
  const { isHeld, pausedBy, resting, able, ahead } = facts
  if (isHeld) return 'Its batch is paused.'
  if (pausedBy !== undefined) return `${pausedBy} has paused the queue.`
  if (resting) return `The last try failed, and the next comes in a moment. ${resting.error ?? ''}`.trim()
  if (able.length === 0) return explainNobody(facts)
  if (!able.some(({ isOpen }) => isOpen)) return explainClosed(able)
  if (ahead > 0) return ahead === 1 ? 'One other comes first.' : `${ahead.toLocaleString('en')} others come first.`
  const busy = able.filter(({ inHand, foreign }) => inHand.length > 0 || foreign > 0)
  if (busy.length < able.length) return 'It starts in a moment.'
  const names = inWords(busy.map(({ name }) => name))
  return `It is next. ${names} ${busy.length === 1 ? 'is' : 'are'} at work${busy.every(isForeign) ? ' for another program' : ''}.`
}

function isForeign({ inHand }: Able): boolean {
  return inHand.length === 0
}

function explainNobody({ nodes, isWorkerThere, refusal }: Facts): string {
  if (refusal) return refusal.suggestion ? `${refusal.message} ${refusal.suggestion}` : refusal.message
  if (!isWorkerThere) return 'No worker runs, so nothing is made. npm start brings one.'
  return nodes.length === 0 ? 'No GPU is configured.' : 'No GPU can run it.'
}

function explainClosed(able: readonly Able[]): string {
  const [only] = able
  if (able.length === 1 && only) {
    const state = stateOf(only)
    // Of itself that says nothing of what helps.
    const why = state === aside && only.reason !== null ? ` ${only.reason}` : ''
    return `${only.name}, the only GPU that can run it, ${state}.${why}`
  }
  return `No GPU that can run it takes anything now: ${inWords(able.map((node) => `${node.name} ${stateOf(node)}`))}.`
}

const aside = 'is set aside'

function stateOf({ mode, health, heldBy, isHolderSilent }: Able): string {
  if (mode === 'paused') return 'is paused'
  if (mode === 'draining') return 'is being drained'
  if (heldBy === null) return 'has no worker that drives it'
  if (isHolderSilent) return 'has a worker that does not answer'
  if (health === 'slow') return 'answers too slowly'
  if (health === 'aside') return aside
  return health === 'unknown' ? 'has not answered yet' : 'does not answer'
}

function inWords(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
