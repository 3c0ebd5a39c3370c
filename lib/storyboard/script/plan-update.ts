/** What stands on the board now, in its order. */
export type BoardSection = { id: string; title: string; scriptTitle: string | null; sentenceIds: string[] }
/** A section of the new version: what each sentence was, null for what is new. */
export type NextSection = { title: string; oldIds: (string | null)[] }

export type PlannedItem = { kind: 'old'; id: string } | { kind: 'new'; index: number }
export type PlannedSection = {
  /** Null: it is made. */
  id: string | null
  /** Of the new version; null for one that only holds what was added by hand. */
  next: number | null
  items: PlannedItem[]
}
export type UpdatePlan = { sections: PlannedSection[]; removedSections: string[] }

/**
 * The board in the order of a new version. Sentences that it does not know and that are not gone were added by hand: they stay
 * with the neighbour they stood behind, or before; a section that holds nothing else stays behind the one it stood behind.
 */
export function planUpdate(
  board: readonly BoardSection[],
  next: readonly NextSection[],
  gone: ReadonlySet<string>,
): UpdatePlan {
  const placed = new Set(next.flatMap(({ oldIds }) => oldIds.filter((id) => id !== null)))
  const sectionOf = matchSections(board, next)
  const loose = findLoose(board, { placed, gone })
  let index = 0
  const sections = next.map(({ oldIds }, at): PlannedSection => {
    const items = oldIds.flatMap((id): PlannedItem[] => {
      const own: PlannedItem = id === null ? { kind: 'new', index } : { kind: 'old', id }
      index++
      return id === null ? [own] : [...olds(loose.before.get(id)), own, ...olds(loose.after.get(id))]
    })
    return { id: sectionOf[at] ?? null, next: at, items }
  })
  const used = new Set(sectionOf)
  const left = board.filter(({ id }) => !used.has(id))
  for (const { id } of left) {
    const items = olds(loose.alone.get(id))
    if (items.length > 0) insertBehind(sections, { id, next: null, items }, board)
  }
  for (const section of sections) {
    // What stood alone in a section that goes on begins it.
    if (section.id && section.next !== null) section.items.unshift(...olds(loose.alone.get(section.id)))
  }
  return { sections, removedSections: left.filter(({ id }) => !loose.alone.has(id)).map(({ id }) => id) }
}

function olds(ids: readonly string[] = []): PlannedItem[] {
  return ids.map((id) => ({ kind: 'old', id }))
}

/** A section is the one most of its sentences come from, else the one of its name. */
export function matchSections(board: readonly BoardSection[], next: readonly NextSection[]): (string | undefined)[] {
  const home = new Map(
    board.flatMap(({ id, sentenceIds }) => sentenceIds.map((sentenceId) => [sentenceId, id] as const)),
  )
  const votes = next.flatMap(({ oldIds }, at) => {
    const counts = new Map<string, number>()
    for (const oldId of oldIds) {
      const from = oldId === null ? undefined : home.get(oldId)
      if (from) counts.set(from, (counts.get(from) ?? 0) + 1)
    }
    return [...counts].map(([id, count]) => ({ at, id, count }))
  })
  votes.sort((a, b) => b.count - a.count || a.at - b.at)
  const found: (string | undefined)[] = next.map(() => undefined)
  const taken = new Set<string>()
  const take = (at: number, id: string) => {
    if (found[at] !== undefined || taken.has(id)) return
    found[at] = id
    taken.add(id)
  }
  for (const { at, id } of votes) take(at, id)
  for (const [at, { title }] of next.entries()) {
    const named = board.find((one) => !taken.has(one.id) && (one.scriptTitle ?? one.title) === title)
    if (named) take(at, named.id)
  }
  return found
}

/** What a section of the board is called under a new version: what somebody named it stays while the script calls it the same. */
export function titleAfter({ title, scriptTitle }: Pick<BoardSection, 'title' | 'scriptTitle'>, next: string): string {
  return next === scriptTitle ? title : next
}

type Loose = {
  /** Behind, or before, a sentence of the new version. */
  after: Map<string, string[]>
  before: Map<string, string[]>
  /** By section: with no such sentence in it. */
  alone: Map<string, string[]>
}

function findLoose(
  board: readonly BoardSection[],
  { placed, gone }: { placed: ReadonlySet<string>; gone: ReadonlySet<string> },
): Loose {
  const loose: Loose = { after: new Map(), before: new Map(), alone: new Map() }
  for (const { id, sentenceIds } of board) {
    const staying = sentenceIds.filter((one) => !gone.has(one))
    const first = staying.find((one) => placed.has(one))
    let anchor: string | undefined
    for (const one of staying) {
      if (placed.has(one)) anchor = one
      else if (anchor) push(loose.after, anchor, one)
      else if (first) push(loose.before, first, one)
      else push(loose.alone, id, one)
    }
  }
  return loose
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Behind the nearest of those it stood behind that is still there. */
function insertBehind(sections: PlannedSection[], section: PlannedSection, board: readonly BoardSection[]): void {
  const order = board.map(({ id }) => id)
  const earlier = order.slice(0, order.indexOf(section.id ?? ''))
  const anchor = earlier.findLast((one) => sections.some(({ id }) => id === one))
  sections.splice(sections.findIndex(({ id }) => id === anchor && anchor !== undefined) + 1, 0, section)
}
