/** Which sentence a person is at, and which ones are chosen for what comes next. One for all views. */
export type Picking = {
  currentId: string | null
  /** Where a range begins. */
  anchorId: string | null
  chosenIds: ReadonlySet<string>
}

export const nothingPicked: Picking = { currentId: null, anchorId: null, chosenIds: new Set() }

/** Goes to one, and lets go of what was chosen. */
export function pickOne(picking: Picking, id: string): Picking {
  if (picking.currentId === id && picking.chosenIds.size === 0 && picking.anchorId === id) return picking
  return { currentId: id, anchorId: id, chosenIds: picking.chosenIds.size === 0 ? picking.chosenIds : new Set() }
}

/** Adds one or takes it out. The one a person was at is the first of several. */
export function pickAlso({ currentId, chosenIds }: Picking, id: string): Picking {
  const next = new Set(chosenIds)
  if (next.size === 0 && currentId !== null && currentId !== id) next.add(currentId)
  if (!next.delete(id)) next.add(id)
  return { currentId: id, anchorId: id, chosenIds: next }
}

/** Puts exactly this one in or out, as its box says. */
export function pickBox({ chosenIds }: Picking, { id, isIn }: { id: string; isIn: boolean }): Picking {
  const next = new Set(chosenIds)
  if (isIn) next.add(id)
  else next.delete(id)
  return { currentId: id, anchorId: id, chosenIds: next }
}

/** All from where the range begins to this one. */
export function pickTo({ currentId, anchorId }: Picking, id: string, order: readonly string[]): Picking {
  const start = anchorId ?? currentId ?? id
  const [from, to] = [order.indexOf(start), order.indexOf(id)]
  if (to < 0) return { currentId, anchorId, chosenIds: new Set() }
  if (from < 0) return { currentId: id, anchorId: id, chosenIds: new Set([id]) }
  return {
    currentId: id,
    anchorId: start,
    chosenIds: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)),
  }
}

export function pickAll({ currentId }: Picking, order: readonly string[]): Picking {
  const [first = null] = order
  return { currentId: currentId ?? first, anchorId: first, chosenIds: new Set(order) }
}

/** What is covered by a frame, added to what was chosen before it was drawn. */
export function pickFramed(before: Picking, ids: readonly string[]): Picking {
  const last = ids.at(-1) ?? before.currentId
  return { currentId: last, anchorId: last, chosenIds: new Set([...before.chosenIds, ...ids]) }
}

export function letGo(picking: Picking): Picking {
  return picking.chosenIds.size === 0 ? picking : { ...picking, chosenIds: new Set() }
}

/** Without those that are not there any more. */
export function keepKnown(picking: Picking, isKnown: (id: string) => boolean): Picking {
  const chosen = [...picking.chosenIds].filter(isKnown)
  return chosen.length === picking.chosenIds.size ? picking : { ...picking, chosenIds: new Set(chosen) }
}

/** What an act is about, in the order of the script: the chosen ones, or else the one a person is at. */
export function targetsOf({ currentId, chosenIds }: Picking, order: readonly string[]): string[] {
  if (chosenIds.size > 0) return order.filter((id) => chosenIds.has(id))
  return currentId !== null && order.includes(currentId) ? [currentId] : []
}
