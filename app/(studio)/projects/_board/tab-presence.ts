/** Which tabs of this browser are there. */
export type Presence = {
  /** Says that this tab is there, until it is gone. */
  stay(tabId: string): void
  /** Runs the work if that tab is gone, and lets no other tab do the same meanwhile. */
  whileGone(tabId: string, work: () => void): Promise<void>
}

/** Locks with names, of which the browser keeps track. */
type Locks = {
  hold(name: string): Promise<void>
  ifFree(name: string, work: () => void): Promise<void>
}

/** With locks, which the browser itself lets go of when a tab ends, however it ends. */
export function presenceByLocks({ hold, ifFree }: Locks): Presence {
  const name = (tabId: string) => `framewright-tab ${tabId}`
  return {
    stay: (tabId) => void hold(name(tabId)),
    whileGone: (tabId, work) => ifFree(name(tabId), work),
  }
}

const beatMs = 5_000
/** Browsers let the timers of a tab that nobody sees run once a minute. */
const goneAfterMs = 90_000

type BeatParts = {
  place: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now(): number
  /** Runs it every so often until the tab ends, and the second when it ends in good order. */
  repeat(beat: () => void, everyMs: number, onLeave: () => void): void
}

/** Where a browser has no locks, on addresses without https: by a note that is renewed. A crash is noticed a while later. */
export function presenceByBeats({ place, now, repeat }: BeatParts): Presence {
  const name = (tabId: string) => `framewright-tab ${tabId}`
  const beat = (tabId: string) => {
    try {
      place.setItem(name(tabId), String(now()))
    } catch {
      // Without room for a note there is none for a queue either.
    }
  }
  return {
    stay(tabId) {
      beat(tabId)
      repeat(
        () => beat(tabId),
        beatMs,
        () => place.removeItem(name(tabId)),
      )
    },
    whileGone(tabId, work) {
      const last = Number(place.getItem(name(tabId)) ?? 0)
      if (now() - last > goneAfterMs) {
        place.removeItem(name(tabId))
        work()
      }
      return Promise.resolve()
    },
  }
}

/** For the tab that runs this. */
export function createPresence(place: BeatParts['place']): Presence {
  // Not there at all where the address is not secure.
  if ('locks' in navigator) {
    const { locks } = navigator
    return presenceByLocks({
      hold: (name) => locks.request(name, () => new Promise<void>(() => {})),
      ifFree: (name, work) =>
        locks.request(name, { ifAvailable: true }, (lock) => {
          if (lock) work()
        }),
    })
  }
  return presenceByBeats({
    place,
    now: Date.now,
    repeat(beat, everyMs, onLeave) {
      window.setInterval(beat, everyMs)
      window.addEventListener('pagehide', onLeave)
      window.addEventListener('pageshow', beat)
    },
  })
}
