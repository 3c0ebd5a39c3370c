import { isNothing, type Kept, readKept } from './outbox-model.ts'
import type { Presence } from './tab-presence.ts'

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Whose it is, of which project, and which tab holds it. */
export type QueueKey = { personId: string; projectId: string; tabId: string }

const prefix = 'framewright-outbox'

export function nameOf({ personId, projectId, tabId }: QueueKey): string {
  return [prefix, personId, projectId, tabId].join(' ')
}

function readName(name: string): QueueKey | undefined {
  const [start, personId, projectId, tabId] = name.split(' ')
  return start === prefix && personId && projectId && tabId ? { personId, projectId, tabId } : undefined
}

/** Each edit is written down once, and not again with every key that follows. */
const written = new WeakMap<object, string>()

/** Keeps what one tab has not sent yet, over a reload, a crash and the browser's end. False when there is no room for it. */
export function keepQueue(place: Place, key: QueueKey, kept: Kept): boolean {
  const name = nameOf(key)
  try {
    if (isNothing(kept)) place.removeItem(name)
    else place.setItem(name, write(kept))
    return true
  } catch {
    // What was kept before may have been sent since.
    place.removeItem(name)
    return false
  }
}

function write({ pending, ...others }: Kept): string {
  const edits = pending.map((edit) => {
    const text = written.get(edit) ?? JSON.stringify(edit)
    written.set(edit, text)
    return text
  })
  const { conflicts, refused, unseen } = others
  // More is in the state that this is called with, and only this is kept.
  return `{"pending":[${edits.join(',')}],${JSON.stringify({ conflicts, refused, unseen }).slice(1)}`
}

type Finding = {
  place: Place
  /** The names of all that is kept in the browser. */
  names: readonly string[]
  personId: string
  tabId: string
  presence: Presence
  onFound(projectId: string, kept: Kept): void
}

/** Takes over what this person's tabs left that are gone: closed, crashed or reloaded. No two tabs take the same. */
export async function takeOrphans({ place, names, personId, tabId, presence, onFound }: Finding): Promise<void> {
  const keys = names.flatMap((name) => readName(name) ?? [])
  const left = keys.filter((key) => key.personId === personId && key.tabId !== tabId)
  for (const key of left) {
    await presence.whileGone(key.tabId, () => {
      const kept = readKept(place.getItem(nameOf(key)))
      // Taken first: whatever happens then, nobody takes it twice.
      place.removeItem(nameOf(key))
      if (!isNothing(kept)) onFound(key.projectId, kept)
    })
  }
}
