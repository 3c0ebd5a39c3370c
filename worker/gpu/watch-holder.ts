import type { Leases } from '#lib/fleet/leases.ts'
import type { Db } from '#lib/runtime/db.ts'

/**
 * A worker says every 5 seconds that it lives, and looks at each GPU that it holds every 10. When neither was seen for so long it
 * hangs, and its connection would keep its GPUs from everybody for as long as that lasts.
 */
const hangsMs = 40_000
/** A look that came late, for a database that itself hung, says nothing of the time before it. */
const mostBetweenLooksMs = 2_000

/**
 * Looks after a GPU that another worker holds: when that one hangs, its hold is ended. Measured by our own clock, since those of two
 * machines may differ.
 */
export function watchHolder(db: Db, { url, leases }: { url: string; leases: Leases }): { look(): Promise<void> } {
  let lastSign: string | undefined
  let [silentMs, lookedAtMs] = [0, performance.now()]
  /** Who was silent from the beginning: of several that wait, another may have ended it and hold the GPU since. */
  let holder: number | undefined
  return {
    async look() {
      const sign = await readSign(db, url)
      const nowMs = performance.now()
      const sinceMs = Math.min(nowMs - lookedAtMs, mostBetweenLooksMs)
      lookedAtMs = nowMs
      silentMs = sign !== undefined && sign === lastSign ? silentMs + sinceMs : 0
      lastSign = sign
      if (silentMs === 0) holder = undefined
      else holder ??= await leases.findHolder(url)
      if (silentMs < hangsMs) return
      silentMs = 0
      if (holder !== undefined) await leases.endHolder(url, holder)
    },
  }
}

/** Changes as long as whoever holds it lives. Undefined when nobody is known to. */
async function readSign(db: Db, url: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ sign: string }[]>`
    select concat_ws(' ', n."heldBy", n."checkedAt", p."seenAt") as sign
    from gpu_node n join process p on p.kind = 'worker' and concat(p.host, ' ', p.pid) = n."heldBy"
    where n.url = ${url} and n."isConfigured"
    order by p."seenAt" desc limit 1`
  return row?.sign
}
