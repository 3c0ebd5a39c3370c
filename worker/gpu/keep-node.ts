import { setTimeout as pause } from 'node:timers/promises'
import { createComfyClient } from '#lib/comfy/client.ts'
import type { ComfyStats } from '#lib/comfy/stats.ts'
import { abilitiesOf } from '#lib/fleet/abilities.ts'
import { type Health, judge, type Look, nextLookMs, unknownHealth } from '#lib/fleet/health.ts'
import { holdNode, letGoOfNode, noteAbilities, noteSight, type Sight } from '#lib/fleet/nodes.ts'
import { afterRestart, isSetAside, mayBeGiven } from '#lib/fleet/trust.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { describeError, isAppError } from '#lib/runtime/errors.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import { cold, type Gpu, type WorkerCtx } from './context.ts'
import { findTwin } from './find-twin.ts'
import { pardon } from './pardon.ts'
import { distrust } from './settle-run.ts'
import { takeAwayStrays } from './take-away-strays.ts'
import { createWaker } from './waker.ts'

export type NodeKeeper = {
  /** It answers as it should, so it may be given something. */
  isOpen(): boolean
  lookSoon(why: Parameters<Gpu['lookSoon']>[0]): void
  stop(): Promise<void>
}

/** New models and node packs are noticed so soon without anybody's doing. */
const abilitiesMaxAgeMs = 5 * 60_000
/** A server that is well answers at once; whether it is silent should be known before the next look is due. */
const lookLimits = { askMs: 5_000, tries: 1, connectMs: 5_000 }
/** A server that was silent at work is asked again soon: until it has answered, it is given nothing more. */
const afterSilenceMs = 500
/** One that is innocent, or may be rid of what holds it up, does not stand idle for longer. */
const whileClosedMs = 2_000
/** Most is taken away within moments; of what is not, people and the choice are told. */
const heldUpMs = 5_000

type Keeping = { isAtWork(): boolean; onChange(): void }

/** Looks after a GPU while it is held: how it is, what it can do and who else uses it, and keeps its row true. */
export function keepNode(ctx: WorkerCtx, gpu: Gpu, { isAtWork, onChange }: Keeping): NodeKeeper {
  const { id, name, url, headers } = gpu.node
  const holding = { id, worker: ctx.worker }
  const looker = createComfyClient({ url, headers, limits: lookLimits, nameOf: () => gpu.node.name })
  const stopping = new AbortController()
  const { signal } = stopping
  const waker = createWaker()
  let health: Health = unknownHealth
  let reason: string | null = null
  let abilitiesAtMs = Number.NEGATIVE_INFINITY
  let told = ''
  let answeredAtMs = performance.now()
  let withdrawing: Promise<void> | undefined
  /** It was not there when it was last looked for. */
  let hasEnded = false
  /** Since when it has answered and still had what nobody waits for. */
  let heldUpSinceMs: number | undefined

  const look = async () => {
    const wasWell = gpu.isWell
    const sight: Sight = {}
    try {
      const askedAt = performance.now()
      const stats = await looker.stats({ signal })
      const latencyMs = Math.round(performance.now() - askedAt)
      if (!wasWell || performance.now() - abilitiesAtMs > abilitiesMaxAgeMs) await readAbilities()
      Object.assign(sight, sightOf(stats), { latencyMs, foreign: await countForeign() })
      gpu.version = stats.version
      gpu.isWell = true
      answeredAtMs = performance.now()
      if (hasEnded) beginAnew()
      for (const doubt of gpu.doubts.splice(0)) distrust(ctx, gpu, doubt)
      await pardon(ctx, gpu)
      health = judge(health, { kind: 'answer', latencyMs }, { isAtWork: isAtWork() })
      reason = health.state === 'slow' ? `It takes ${(latencyMs / 1_000).toFixed(1)} s to answer.` : null
    } catch (error) {
      if (signal.aborted) return
      // That says nothing about the GPU.
      if (!isAppError(error) && isDatabaseAway(error)) throw error
      ctx.log.debug({ err: error, node: name }, 'A GPU does not answer')
      gpu.isWell = false
      gpu.doubts.length = 0
      const before = health.state
      const seen = lookOf(error, performance.now() - answeredAtMs)
      health = judge(health, seen, { isAtWork: isAtWork() })
      if (health.state === 'away') {
        reason = describeError(error)
        // A server that comes back has to load everything again; one that was only silent at work does not.
        if (seen.kind === 'refusal' || !isAtWork()) gpu.warm = cold
        if (seen.kind === 'refusal') hasEnded = true
        if (before !== 'away') ctx.log.info({ err: error, node: name }, 'A GPU is set aside until it answers again')
      }
    }
    heldUpSinceMs = gpu.isWell && gpu.strays.size > 0 ? (heldUpSinceMs ?? performance.now()) : undefined
    withdrawStrays()
    onChange()
    await write({ ...sight, ...standing() })
  }

  const beginAnew = () => {
    hasEnded = false
    gpu.trust = afterRestart(gpu.trust)
    gpu.tooMuch.clear()
  }

  /** How it is, as people and the other GPUs are told. */
  const standing = (): Sight => {
    const isHeldUp = heldUpSinceMs !== undefined && performance.now() - heldUpSinceMs >= heldUpMs
    const asideBecause = health.state === 'well' ? whyAside(gpu, isHeldUp) : undefined
    return asideBecause ? { health: 'aside', reason: asideBecause } : { health: health.state, reason }
  }

  /**
   * Asked for also while it does not answer: what lies at its door is the first it finds when it wakes, before it can have begun
   * what waits in its own queue.
   */
  const withdrawStrays = () => {
    if (gpu.strays.size === 0 || signal.aborted) return
    withdrawing ??= takeAwayStrays(ctx, gpu, signal)
      .catch((error) => ctx.log.debug({ err: error, node: name }, 'A prompt that nobody waits for may still be there'))
      .finally(() => {
        withdrawing = undefined
        onChange()
        // What people and the choice were told of it is not true any more.
        if (heldUpSinceMs !== undefined && gpu.strays.size === 0) waker.wake()
      })
  }

  const readAbilities = async () => {
    const info = parseObjectInfo(await gpu.client.objectInfo({ signal }))
    gpu.info = info
    abilitiesAtMs = performance.now()
    await noteAbilities(ctx, holding, abilitiesOf(info))
  }

  const countForeign = async (): Promise<number> => {
    const { running, pending } = await looker.queue({ signal })
    const foreign = [...running, ...pending].map(({ promptId }) => promptId).filter((one) => !gpu.prompts.has(one))
    gpu.twin = await findTwin(ctx, gpu, foreign)
    return foreign.length
  }

  const write = async (sight: Sight) => {
    const { latencyMs: _, vramFreeGb: __, ...visible } = sight
    const news = JSON.stringify(visible)
    await noteSight(ctx, holding, { sight: { ...sight, ...warmSight(gpu) }, isNews: news !== told })
    told = news
  }

  const keep = async () => {
    await holdNode(ctx, holding)
    while (!signal.aborted) {
      waker.clear()
      await look()
      await waker.rest(restMs(), signal)
    }
  }

  const restMs = () => {
    if (!gpu.isWell && health.misses === 0) return afterSilenceMs
    const isClosed = gpu.suspects.size > 0 || (gpu.isWell && gpu.strays.size > 0)
    return isClosed ? Math.min(whileClosedMs, nextLookMs(health)) : nextLookMs(health)
  }

  /** Its row is for people and for the choice; that it cannot be written now ends nothing. */
  const keepGoing = async () => {
    while (!signal.aborted) {
      try {
        await keep()
      } catch (error) {
        ctx.log.debug({ err: error, node: name }, 'What is seen of a GPU could not be written down')
        await pause(1_000, undefined, { signal, ref: false }).catch(() => {})
      }
    }
  }

  const ended = keepGoing()
  return {
    isOpen() {
      if (!gpu.isWell || health.state !== 'well' || gpu.strays.size > 0 || gpu.twin) return false
      return mayBeGiven(gpu.trust, { nowMs: ctx.clock.now().getTime(), isAtWork: isAtWork() })
    },
    lookSoon(why) {
      if (why === 'may be away') gpu.isWell = false
      // What comes back may be another one than before.
      if (why !== 'is other than told') abilitiesAtMs = Number.NEGATIVE_INFINITY
      waker.wake()
    },
    async stop() {
      stopping.abort()
      await ended
      await withdrawing
      looker.close()
      await letGoOfNode(ctx, holding).catch((error) => ctx.log.debug({ err: error }, 'A row still says it is held'))
    },
  }
}

/** Why one that is well is given nothing. */
function whyAside({ trust, twin }: Gpu, isHeldUp: boolean): string | undefined {
  if (twin) return `It is the same server as ${twin.name} (${twin.url}). Take one of the two out of the configuration.`
  if (isSetAside(trust)) return `It refuses work: ${trust.reason} It is tried again by itself.`
  return isHeldUp ? heldUp : undefined
}

const heldUp =
  'It still has a job that was given up, and gets the next when it has let go of it. If that takes minutes, restart ComfyUI there.'

const gb = 1024 ** 3

function sightOf({ version, devices }: ComfyStats): Sight {
  const [device] = devices
  const inGb = (bytes: number | undefined) => (bytes === undefined ? null : Math.round((bytes / gb) * 10) / 10)
  return {
    version: version ?? null,
    device: device?.name ?? null,
    vramTotalGb: inGb(device?.vramTotalBytes),
    vramFreeGb: inGb(device?.vramFreeBytes),
  }
}

export function warmSight({ warm: { warmKey, warmSinceMs } }: Pick<Gpu, 'warm'>): Sight {
  return { warmKey, warmSince: warmSinceMs === null ? null : new Date(warmSinceMs) }
}

function lookOf(error: unknown, silentMs: number): Look {
  const isSilence = isAppError(error) && error.cause instanceof DOMException && error.cause.name === 'TimeoutError'
  return isSilence ? { kind: 'silence', silentMs } : { kind: 'refusal' }
}
