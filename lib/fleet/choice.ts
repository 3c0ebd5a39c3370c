/** What the choice of the next job is made from. Everything in it is plain data, so that it can be simulated. */

/** A queue with something in it. All its jobs need the same of a GPU. */
export type WaitingQueue = {
  name: string
  /** What a GPU has to load for it; two queues with one key share the loaded models. */
  warmKey: string
  quality: 'draft' | 'final'
  /** Its first jobs in order: as many as are looked at, not all there are. */
  jobs: readonly WaitingJob[]
  /** How many wait in it, the first ones included. */
  count: number
  /** When a GPU last took a job from it. */
  servedAtMs: number | null
}

export type Lane = 'urgent' | 'batch' | 'idle'

export type WaitingJob = {
  id: string
  lane: Lane
  /** Its fair place over all queues: higher first. Lanes do not overlap. */
  priority: number
  /** Since when it could be started. */
  sinceMs: number
}

export type Tier = 'draft' | 'standard' | 'quality' | 'premium'

/** How long a GPU takes for a job of a queue, and to load its models when it has others loaded. */
export type Work = { runMs: number; loadMs: number }

export type ChoosableNode = {
  id: string
  tier: Tier
  /** It is well, wanted, and held by a worker: it takes jobs. */
  isOpen: boolean
  /** When what it has in hand will be done, as far as is known; the past when it has nothing. */
  freeAtMs: number
  /** How many jobs it has: one that executes and one that is prepared at most. */
  inHand: number
  /** What it will have loaded when it is free. */
  warmKey: string | null
  /** Since when it has that loaded, or began to load it. Null when nobody knows. */
  warmSinceMs: number | null
  /** What it can run, by queue, and how long that takes there. A queue that is not listed cannot run there. */
  works: ReadonlyMap<string, Work>
}

export type Fleet = { queues: readonly WaitingQueue[]; nodes: readonly ChoosableNode[]; nowMs: number }

export type Choice =
  | { take: string }
  /** Nothing for this node now, and when to look again at the latest. */
  | { take: null; why: WhyNothing; untilMs: number | null }

export type WhyNothing =
  | 'not-open'
  /** One executes and one is prepared. */
  | 'has-enough'
  /** Another will be prepared, shortly before it is needed. */
  | 'not-yet'
  | 'nothing-waits'
  | 'cannot-run'
  /** Others will have done what waits before this one could. */
  | 'better-elsewhere'
