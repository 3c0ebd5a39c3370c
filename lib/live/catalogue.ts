import { z } from 'zod'

const id = z.uuid()
const version = z.number().int().positive()

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
      return [projectRoom(event.projectId)]
    case 'system.updated':
      return [systemRoom]
  }
}

export const systemRoom = 'system'
export const teamRoom = (teamId: string) => `team:${teamId}`
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
