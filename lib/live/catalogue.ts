import { z } from 'zod'

const id = z.uuid()
const version = z.number().int().positive()
const jobKind = z.enum(['image', 'image_to_image', 'upscale', 'video'])

/**
 * Everything that is announced to browsers, by name. Events carry ids and the version that came to be, never the content:
 * who receives one reads what it may see, and an event for a version already known is dropped.
 */
export const liveEvents = {
  'project.updated': z.object({ teamId: id, projectId: id, version }),
  'section.updated': z.object({ projectId: id, id, version }),
  'sentence.updated': z.object({ projectId: id, id, version }),
  /** More changed at once than is worth naming: read the board again. */
  'board.changed': z.object({ projectId: id }),
  /** A job changed its state. The error, when it has one, is what a person is told. */
  'job.updated': z.object({
    projectId: id,
    id,
    sentenceId: id.nullable(),
    kind: jobKind,
    state: z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']),
    error: z.object({ code: z.string(), message: z.string(), suggestion: z.string().optional() }).nullable(),
    version,
  }),
  /** How far a job is, several times a second while it runs. Never kept, and not missed when it is lost. */
  'job.progress': z.object({
    projectId: id,
    id,
    sentenceId: id.nullable(),
    /** Steps of the node that runs now. */
    value: z.number().nonnegative(),
    max: z.number().positive(),
    /** Of the whole job, 0 to 100; it never goes back. */
    percent: z.number().min(0).max(100),
    /** The title of the node that runs now. */
    node: z.string(),
    secondsLeft: z.number().nonnegative().nullable(),
  }),
  /** A small picture of what it is becoming, for those who watch this job. */
  'job.preview': z.object({ id, mediaType: z.string(), /** Base64. */ data: z.string() }),
  'take.created': z.object({ projectId: id, id, sentenceId: id.nullable(), jobId: id.nullable(), kind: jobKind }),
  /** A take was chosen, marked, deleted or brought back. */
  'take.updated': z.object({ projectId: id, id, sentenceId: id.nullable() }),
  /** A GPU is other than it was: reachable or not, paused, held by another worker, with other models. */
  'node.updated': z.object({ id: z.string() }),
  /** Somebody was refused for what no GPU is known to have: it may be there by now. For workers alone. */
  'fleet.doubted': z.object({ workflow: z.string() }),
  /** Something entered the queue, left it or moved in it: places are others now. With `hasNew`, an idle GPU may find work. */
  'queue.updated': z.object({ hasNew: z.boolean() }),
  /** A batch was paused, resumed or stopped. */
  'batch.updated': z.object({ projectId: id, id }),
  /** A process came or went. */
  'system.updated': z.object({ kind: z.string() }),
} as const

type Events = typeof liveEvents
export type LiveEventType = keyof Events
export type LiveEventOf<T extends LiveEventType> = { type: T } & z.infer<Events[T]>
export type LiveEvent = { [T in LiveEventType]: LiveEventOf<T> }[LiveEventType]

/** The rooms an event is sent to: who watches a project, who looks at a team's list, everyone signed in. */
export function roomsOf(event: LiveEvent): string[] {
  switch (event.type) {
    case 'project.updated':
      return [teamRoom(event.teamId), projectRoom(event.projectId)]
    case 'section.updated':
    case 'sentence.updated':
    case 'board.changed':
    case 'take.created':
    case 'take.updated':
    case 'batch.updated':
      return [projectRoom(event.projectId)]
    case 'job.updated':
    case 'job.progress':
      return [projectRoom(event.projectId), jobRoom(event.id)]
    case 'job.preview':
      return [jobRoom(event.id)]
    case 'fleet.doubted':
      return []
    case 'node.updated':
    case 'queue.updated':
    case 'system.updated':
      return [systemRoom]
  }
}

export const systemRoom = 'system'
export const teamRoom = (teamId: string) => `team:${teamId}`
export const jobRoom = (jobId: string) => `job:${jobId}`
export const projectRoom = (projectId: string) => `project:${projectId}`

/** Reads what came over NOTIFY: the events in it that this version knows. A newer process may send others. */
export function parseNotification(payload: string): LiveEvent[] {
  const list: unknown = JSON.parse(payload)
  return Array.isArray(list) ? list.flatMap(parseLiveEvent) : []
}

function parseLiveEvent(value: unknown): LiveEvent[] {
  if (typeof value !== 'object' || value === null || !('type' in value)) return []
  const { type } = value
  if (typeof type !== 'string' || !isLiveEventType(type)) return []
  const parsed = liveEvents[type].safeParse(value)
  // Safe: the schema of this very type has just accepted the rest.
  return parsed.success ? [{ type, ...parsed.data } as LiveEvent] : []
}

function isLiveEventType(type: string): type is LiveEventType {
  return Object.hasOwn(liveEvents, type)
}
