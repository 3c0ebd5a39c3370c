import type { Board, SectionRow } from '#lib/storyboard/model.ts'

/** Where everything stands, by id. It stays the same object until something comes, goes or moves: typing changes no place. */
export type BoardIndex = {
  sections: readonly SectionRow[]
  /** The sentences of each section, in order. */
  idsOf: ReadonlyMap<string, readonly string[]>
  /** All of them, as they are numbered. */
  order: readonly string[]
  numberOf: ReadonlyMap<string, number>
  sectionOf: ReadonlyMap<string, string>
}

type Held = ReadonlySet<string> | undefined

/** Deleted ones are left out, but for those that are held. */
export function indexBoard(board: Board, previous?: BoardIndex, heldIds?: Held): BoardIndex {
  const sections = board.sections.filter((row) => !row.deleted)
  const idsOf = new Map<string, string[]>(sections.map(({ id }) => [id, []]))
  for (const { id, sectionId, deleted } of board.sentences) {
    if (!deleted || heldIds?.has(id)) idsOf.get(sectionId)?.push(id)
  }
  if (previous && isSameShape(previous, sections, idsOf)) return previous
  return toIndex(sections, shareLists(idsOf, previous))
}

/** The index without what a filter hides. Numbers stay those of the script. */
export function filterIndex(index: BoardIndex, keeps: (id: string) => boolean, previous?: BoardIndex): BoardIndex {
  const idsOf = new Map<string, string[]>()
  for (const [sectionId, ids] of index.idsOf) {
    const kept = ids.filter(keeps)
    if (kept.length > 0) idsOf.set(sectionId, kept)
  }
  const sections = index.sections.filter(({ id }) => idsOf.has(id))
  if (previous && previous.numberOf === index.numberOf && isSameShape(previous, sections, idsOf)) return previous
  const { order, sectionOf } = toIndex(sections, shareLists(idsOf, previous))
  return { sections, idsOf, order, sectionOf, numberOf: index.numberOf }
}

/** The sentence so many places before or behind this one; undefined beyond the ends. */
export function idNextTo({ order }: BoardIndex, id: string, by: number): string | undefined {
  const at = order.indexOf(id)
  return at < 0 ? undefined : order[at + by]
}

function toIndex(sections: readonly SectionRow[], idsOf: ReadonlyMap<string, readonly string[]>): BoardIndex {
  const order: string[] = []
  const numberOf = new Map<string, number>()
  const sectionOf = new Map<string, string>()
  for (const { id: sectionId } of sections) {
    for (const id of idsOf.get(sectionId) ?? []) {
      order.push(id)
      numberOf.set(id, order.length)
      sectionOf.set(id, sectionId)
    }
  }
  return { sections, idsOf, order, numberOf, sectionOf }
}

/** Lists that did not change stay the same objects, so that their sections need not be drawn again. */
function shareLists(idsOf: Map<string, string[]>, previous: BoardIndex | undefined): Map<string, readonly string[]> {
  if (!previous) return idsOf
  const before = previous.idsOf
  return new Map([...idsOf].map(([id, ids]) => [id, shareList(ids, before.get(id))]))
}

function shareList(ids: readonly string[], before: readonly string[] | undefined): readonly string[] {
  return before && isSameList(ids, before) ? before : ids
}

function isSameShape(
  previous: BoardIndex,
  sections: readonly SectionRow[],
  idsOf: ReadonlyMap<string, readonly string[]>,
): boolean {
  if (!isSameList(sections, previous.sections)) return false
  return sections.every(({ id }) => isSameList(idsOf.get(id) ?? [], previous.idsOf.get(id) ?? []))
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, at) => item === b[at]))
}
