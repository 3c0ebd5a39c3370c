import { type AbilityIndex, indexAbilities } from '#lib/fleet/abilities.ts'
import { type Runner, splitByAbility } from '#lib/fleet/can-run.ts'
import type { ChoosableNode, Fleet, WaitingQueue } from '#lib/fleet/choice.ts'
import { type Needs, warmKeyOf } from '#lib/fleet/needs.ts'
import type { Warm } from '#lib/fleet/node-row.ts'
import { knowSpeeds, type Speed } from '#lib/fleet/speeds.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { type FleetRows, type GpuNodeRow, readFleetRows } from './fleet-rows.ts'
import { type InHand, planInHand } from './in-hand.ts'

/** A GPU that is configured, as it was last seen, with what it has to do. */
export type NodeView = Omit<GpuNodeRow, 'abilities'> & {
  /** It takes jobs: well, wanted, and held by a worker that lives. */
  isOpen: boolean
  /** Its worker has stopped saying that it lives, and has not let go of it. */
  isHolderSilent: boolean
  runner: Runner
  /** What it executes and what is prepared there, in order. */
  inHand: InHand[]
  /** When all of that will be done, as far as is known; now when it has nothing. */
  freeAtMs: number
  /** What it will have loaded then. */
  warm: Warm
}

export type FleetView = {
  nodes: NodeView[]
  /** Of every queue that has something in it, or of which something is on a GPU. */
  needs: ReadonlyMap<string, Needs>
  /** People have stopped the queue as a whole. */
  isPaused: boolean
  fleet: Fleet
  speedOf(nodeId: string, needs: Needs): Speed
}

/** A row that its worker has not touched for so long is nobody's: three looks have been missed. */
const heldForMs = 35_000
/** A worker says every 5 seconds that it lives: two times were missed, and it had as long as a busy database may take. */
const silentHolderMs = 12_000

/** The fleet and what waits for it, as they are now. */
export async function readFleetView(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<FleetView> {
  return await readView(ctx, { isWithQueues: true })
}

/** The GPUs alone, for who need not know what waits for them. */
export async function readNodes(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<NodeView[]> {
  return (await readView(ctx, { isWithQueues: false })).nodes
}

async function readView(ctx: Pick<Ctx, 'db' | 'clock'>, wanted: { isWithQueues: boolean }): Promise<FleetView> {
  const known = { queues: [...needsByQueue.keys()], abilities: [...abilitiesByHash.keys()] }
  return makeView(await readFleetRows(ctx, { known, ...wanted }), ctx.clock.now().getTime())
}

/**
 * What is large and never changes: a queue is named after its needs, and abilities after what they are. Read once a process, and
 * not again for every choice.
 */
const needsByQueue = new Map<string, Needs>()
const abilitiesByHash = new Map<string, AbilityIndex>()
/** Many times what a fleet has; so that a process that lives for years does not grow. */
const mostKept = 2_000

function keep<T>(kept: Map<string, T>, key: string, value: T): T {
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  kept.set(key, value)
  return value
}

function makeView(rows: FleetRows, nowMs: number): FleetView {
  const needs = new Map<string, Needs>()
  for (const row of [...rows.queues.map((queue) => ({ queue: queue.name, needs: queue.needs })), ...rows.inHand]) {
    const found = row.needs ? keep(needsByQueue, row.queue, row.needs) : needsByQueue.get(row.queue)
    if (found) needs.set(row.queue, found)
  }
  const tierOf = ({ id, settings: { tier } }: Pick<GpuNodeRow, 'id' | 'settings'>) => ({ id, tier })
  const speeds = knowSpeeds(rows.speeds, rows.nodes.map(tierOf))
  const nodes = rows.nodes.map((row): NodeView => {
    const { abilities: _, ...facts } = row
    const own = rows.inHand.filter(({ nodeUrl }) => nodeUrl === row.url)
    const speed = (queue: string) => {
      const wanted = needs.get(queue)
      return wanted && { ...speeds(tierOf(row), wanted), warmKey: warmKeyOf(wanted) }
    }
    const isHeld = row.heldBy !== null && nowMs - (row.checkedAtMs ?? 0) < heldForMs
    const isHolderSilent = isHeld && row.holderSeenAtMs !== null && nowMs - row.holderSeenAtMs > silentHolderMs
    const isOpen = !isHolderSilent && row.mode === 'active' && row.health === 'well' && isHeld
    return {
      ...facts,
      heldBy: isHeld ? row.heldBy : null,
      ...{ isOpen, isHolderSilent },
      runner: {
        capabilities: row.settings.capabilities ?? undefined,
        maxResolution: row.settings.maxResolution ?? undefined,
        maxBatch: row.settings.maxBatch,
        abilities: indexOf(row),
        url: row.url,
        isOpen,
      },
      ...planInHand(own, { nowMs, warm: row, foreign: row.foreign, speed }),
    }
  })
  return {
    nodes,
    needs,
    isPaused: rows.isPaused,
    fleet: fleetOf({ nodes, needs, rows, nowMs, speeds }),
    speedOf(nodeId, wanted) {
      const tier = nodes.find(({ id }) => id === nodeId)?.settings.tier ?? 'standard'
      return speeds({ id: nodeId, tier }, wanted)
    },
  }
}

function indexOf({ abilities, abilitiesHash: hash }: GpuNodeRow): AbilityIndex | undefined {
  if (hash === null) return undefined
  const known = abilitiesByHash.get(hash)
  if (known || !abilities) return known
  return keep(abilitiesByHash, hash, indexAbilities(abilities))
}

type Seen = {
  nodes: readonly NodeView[]
  needs: ReadonlyMap<string, Needs>
  rows: FleetRows
  nowMs: number
  speeds: ReturnType<typeof knowSpeeds>
}

function fleetOf({ nodes, needs, rows, nowMs, speeds }: Seen): Fleet {
  const works = new Map(nodes.map(({ id }) => [id, new Map<string, { runMs: number; loadMs: number }>()]))
  const runners = nodes.map(({ id, runner, settings: { tier } }) => ({ id, tier, ...runner }))
  const queues: WaitingQueue[] = []
  for (const { name, servedAtMs, count, jobs } of rows.queues) {
    const wanted = needs.get(name)
    if (!wanted) continue
    for (const node of splitByAbility(runners, wanted).able) works.get(node.id)?.set(name, speeds(node, wanted))
    queues.push({ name, warmKey: warmKeyOf(wanted), quality: wanted.quality, jobs, count, servedAtMs })
  }
  return {
    queues,
    nowMs,
    nodes: nodes.map(
      ({ id, settings: { tier }, isOpen, freeAtMs, freeSinceMs, inHand, warm }): ChoosableNode => ({
        ...{ id, tier, isOpen, inHand: inHand.length, ...warm },
        freeAtMs: inHand.length > 0 || freeAtMs > nowMs ? freeAtMs : (freeSinceMs ?? nowMs),
        works: works.get(id) ?? new Map(),
      }),
    ),
  }
}
