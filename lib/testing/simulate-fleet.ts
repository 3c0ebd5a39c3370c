import type { Choice, ChoosableNode, Fleet, Tier, WaitingJob, Work } from '#lib/fleet/choice.ts'
import { chooseNext } from '#lib/fleet/choose.ts'
import { insertInLine, makeFairness, makeLine, type SimJob, type SimLine, type SimQueue } from './simulated-lines.ts'

export type SimNode = {
  id: string
  tier: Tier
  works: ReadonlyMap<string, Work>
  /** From when to when it is away. What it had in hand then waits again. */
  outages?: readonly (readonly [fromMs: number, toMs: number])[]
}
export type Scenario = {
  nodes: readonly SimNode[]
  queues: readonly SimQueue[]
  jobs: readonly SimJob[]
  /** How much longer a job really takes than is known: 1 unless given. */
  lateness?: (jobId: string) => number
  /** Sees the fleet before each choice. */
  watch?: (fleet: Fleet) => void
}

export type SimStart = {
  jobId: string
  nodeId: string
  /** When it was chosen; that is earlier when it was prepared. */
  takenMs: number
  startMs: number
  loadMs: number
  endMs: number
}
/** A line that a node passed over, with an earlier place than what it took with the models it had loaded. */
export type SimPass = {
  queue: string
  nodeId: string
  atMs: number
  waitedMs: number
  /** Since it was first passed over, after a node last took from it. */
  passedForMs: number
  /** For how long the node had had its models loaded. */
  loadedForMs: number
  /** The first of the line, and when this node would have had it done. */
  jobId: string
  endMs: number
}
/** A node with nothing to do left to others what waited in a line that it could have begun. */
export type SimLeave = { nodeId: string; atMs: number; queue: string; jobIds: string[]; endMs: number }

export type Simulated = {
  starts: SimStart[]
  passes: SimPass[]
  leaves: SimLeave[]
  /** Jobs that nobody had started when nothing more could happen. */
  unstarted: string[]
  makespanMs: number
  choices: number
}

type Taken = { job: SimJob; waiting: WaitingJob; takenMs: number }
type InHand = { job: SimJob; waiting: WaitingJob; startMs: number; endMs: number; expectedEndMs: number }
type NodeState = {
  node: SimNode
  executing: InHand | undefined
  prepared: Taken | undefined
  /** Loaded now, and when what is in hand is done. */
  key: string | null
  nextKey: string | null
  nextSinceMs: number | null
  idleSinceMs: number
  askAgainMs: number
}

const jobsLookedAt = 32

/**
 * A fleet and what is asked of it, from event to event. Every decision is one `chooseNext`, asked for as a worker's slot does: when
 * a node has nothing, when it has one executing and none prepared, when anything changed, and when it was told to ask again.
 */
export function simulate({ nodes, queues, jobs, lateness = () => 1, watch }: Scenario): Simulated {
  const arrivals = [...jobs].sort((a, b) => a.atMs - b.atMs)
  const lines = new Map(queues.map((queue) => [queue.name, makeLine(queue)]))
  const states = nodes.map(
    (node): NodeState => ({
      ...{ node, executing: undefined, prepared: undefined, askAgainMs: Number.POSITIVE_INFINITY },
      ...{ key: null, nextKey: null, nextSinceMs: null, idleSinceMs: 0 },
    }),
  )
  const fair = makeFairness()
  const result: Simulated = { starts: [], passes: [], leaves: [], unstarted: [], makespanMs: 0, choices: 0 }
  let nowMs = 0
  let arrived = 0

  const fleetNow = (): Fleet => ({
    nowMs,
    queues: [...lines.values()]
      .filter(({ waiting }) => waiting.length > 0)
      .map(({ queue, waiting, servedAtMs }) => ({
        ...queue,
        servedAtMs,
        jobs: waiting.slice(0, jobsLookedAt).map(({ waiting: job }) => job),
        count: waiting.length,
      })),
    nodes: states.map((state) => viewOf(state, { nowMs, queues })),
  })

  const keyOf = (queue: string) => lines.get(queue)?.queue.warmKey ?? ''
  const workOf = (node: SimNode, queue: string) => {
    const work = node.works.get(queue)
    if (!work) throw new Error(`${node.id} was given ${queue}, which it cannot run.`)
    return work
  }

  const begin = (state: NodeState, { job, waiting, takenMs }: Taken) => {
    const work = workOf(state.node, job.queue)
    const loadMs = state.key === keyOf(job.queue) ? 0 : work.loadMs
    const endMs = nowMs + loadMs + work.runMs * lateness(job.id)
    state.key = keyOf(job.queue)
    state.executing = { job, waiting, startMs: nowMs, endMs, expectedEndMs: nowMs + loadMs + work.runMs }
    fair.started(waiting)
    result.starts.push({ jobId: job.id, nodeId: state.node.id, takenMs, startMs: nowMs, loadMs, endMs })
  }

  const take = (state: NodeState, fleet: Fleet, queue: string) => {
    const line = lines.get(queue)
    const first = line?.waiting.shift()
    if (!line || !first) throw new Error(`Nothing waits in ${queue}.`)
    recordPasses(result, { state, fleet, queue, lines })
    line.servedAtMs = nowMs
    line.passedSinceMs = null
    if (state.nextKey !== line.queue.warmKey) {
      state.nextKey = line.queue.warmKey
      state.nextSinceMs = nowMs
    }
    const taken = { ...first, takenMs: nowMs }
    if (state.executing) state.prepared = taken
    else begin(state, taken)
  }

  /** Asks until nobody takes anything more. Who asks first changes, so that nothing rests on an order. */
  const askAll = () => {
    for (let isChanged = true; isChanged; ) {
      isChanged = false
      const firstToAsk = result.choices
      for (let i = 0; i < states.length; i++) {
        const state = states[(firstToAsk + i) % states.length]
        if (!state || isAway(state.node, nowMs) || state.prepared) continue
        const fleet = fleetNow()
        watch?.(fleet)
        const choice = chooseNext(fleet, state.node.id)
        result.choices++
        state.askAgainMs = nextAsk(choice, nowMs)
        if (choice.take !== null) {
          take(state, fleet, choice.take)
          isChanged = true
        } else if (choice.why === 'better-elsewhere' && !state.executing) {
          recordLeaves(result, { state, fleet })
        }
      }
    }
  }

  const putBack = (state: NodeState) => {
    const { executing, prepared } = state
    if (executing)
      result.starts.splice(
        result.starts.findLastIndex(({ jobId }) => jobId === executing.job.id),
        1,
      )
    for (const lost of [executing, prepared]) {
      if (lost) insertInLine(lines, { job: lost.job, waiting: { ...lost.waiting, sinceMs: nowMs } })
    }
    Object.assign(state, { executing: undefined, prepared: undefined, key: null, nextKey: null, nextSinceMs: null })
  }

  const happen = () => {
    for (let job = arrivals[arrived]; job && job.atMs <= nowMs; job = arrivals[arrived]) {
      arrived++
      insertInLine(lines, { job, waiting: fair.place(job, lines.get(job.queue)?.waiting ?? []) })
    }
    for (const state of states) {
      if (isAway(state.node, nowMs)) {
        putBack(state)
        state.idleSinceMs = nowMs
        state.askAgainMs = Number.POSITIVE_INFINITY
      } else if (state.executing && state.executing.endMs <= nowMs) {
        result.makespanMs = Math.max(result.makespanMs, nowMs)
        state.executing = undefined
        state.idleSinceMs = nowMs
        const next = state.prepared
        state.prepared = undefined
        if (next) begin(state, next)
      }
    }
    askAll()
  }

  const nextEventMs = () =>
    Math.min(
      arrivals[arrived]?.atMs ?? Number.POSITIVE_INFINITY,
      ...states.flatMap(({ node, executing, askAgainMs }) => [
        executing?.endMs ?? Number.POSITIVE_INFINITY,
        askAgainMs,
        ...(node.outages ?? []).flat().filter((atMs) => atMs > nowMs),
      ]),
    )

  happen()
  for (let next = nextEventMs(); next < Number.POSITIVE_INFINITY; next = nextEventMs()) {
    nowMs = next
    happen()
  }
  result.unstarted = [...lines.values()].flatMap(({ waiting }) => waiting.map(({ job }) => job.id))
  return result
}

function isAway({ outages = [] }: SimNode, nowMs: number): boolean {
  return outages.some(([fromMs, toMs]) => fromMs <= nowMs && nowMs < toMs)
}

/** As the fleet's view shows it: of what takes longer than known, the rest is a guess. */
function viewOf(
  { node, executing, prepared, nextKey, nextSinceMs, idleSinceMs }: NodeState,
  { nowMs, queues }: { nowMs: number; queues: readonly SimQueue[] },
): ChoosableNode {
  const work = executing && node.works.get(executing.job.queue)
  let freeAtMs = executing && work ? Math.max(executing.expectedEndMs, nowMs + work.runMs * 0.1) : idleSinceMs
  if (prepared && executing) {
    const next = node.works.get(prepared.job.queue)
    const keyOf = (name: string) => queues.find((queue) => queue.name === name)?.warmKey
    const loadMs = keyOf(prepared.job.queue) === keyOf(executing.job.queue) ? 0 : (next?.loadMs ?? 0)
    freeAtMs += loadMs + (next?.runMs ?? 0)
  }
  return {
    ...{ id: node.id, tier: node.tier, works: node.works, isOpen: !isAway(node, nowMs), freeAtMs },
    ...{ inHand: (executing ? 1 : 0) + (prepared ? 1 : 0), warmKey: nextKey, warmSinceMs: nextSinceMs },
  }
}

function nextAsk(choice: Choice, nowMs: number): number {
  if (choice.take !== null || choice.untilMs === null) return Number.POSITIVE_INFINITY
  if (choice.untilMs <= nowMs) throw new Error(`Told to ask again at ${choice.untilMs}, which is not after ${nowMs}.`)
  return choice.untilMs
}

function recordPasses(
  result: Simulated,
  taking: { state: NodeState; fleet: Fleet; queue: string; lines: ReadonlyMap<string, SimLine> },
): void {
  const { state, fleet, queue, lines } = taking
  const taken = fleet.queues.find(({ name }) => name === queue)
  const [first] = taken?.jobs ?? []
  if (!taken || !first || taken.warmKey !== state.nextKey) return
  const atMs = Math.max(fleet.nowMs, fleet.nodes.find(({ id }) => id === state.node.id)?.freeAtMs ?? 0)
  for (const { name, warmKey, jobs, servedAtMs } of fleet.queues) {
    const [line, head] = [lines.get(name), jobs[0]]
    const isPassed = head?.lane === first.lane && head.priority > first.priority && warmKey !== taken.warmKey
    const work = state.node.works.get(name)
    if (!line || !head || !isPassed || !work?.loadMs) continue
    line.passedSinceMs ??= fleet.nowMs
    result.passes.push({
      ...{ queue: name, nodeId: state.node.id, atMs: fleet.nowMs, loadedForMs: atMs - (state.nextSinceMs ?? 0) },
      waitedMs: fleet.nowMs - Math.max(head.sinceMs, servedAtMs ?? Number.NEGATIVE_INFINITY),
      passedForMs: fleet.nowMs - line.passedSinceMs,
      jobId: head.id,
      endMs: atMs + work.loadMs + work.runMs,
    })
  }
}

function recordLeaves(result: Simulated, { state, fleet }: { state: NodeState; fleet: Fleet }): void {
  for (const { name, warmKey, jobs } of fleet.queues) {
    const work = state.node.works.get(name)
    const [head] = jobs
    if (!work || !head) continue
    const jobIds = jobs.filter(({ lane }) => lane === head.lane).map(({ id }) => id)
    const endMs = fleet.nowMs + (warmKey === state.nextKey ? 0 : work.loadMs) + work.runMs
    result.leaves.push({ nodeId: state.node.id, atMs: fleet.nowMs, queue: name, jobIds, endMs })
  }
}
