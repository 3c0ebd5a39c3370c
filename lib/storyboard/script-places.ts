import type { TxCtx } from '#lib/live/transact.ts'
import { comparePlaces, type Place, positionsBetween } from './positions.ts'
import type { SectionFields, SentenceFields } from './script-before.ts'

type Going<T> = { rows: readonly (T & { id: string })[]; current: ReadonlyMap<string, T> }

/**
 * Sentences on their way back to where they were. Where another stands by now, one that goes back comes right behind it: of two at
 * one place, nothing could ever be put between them.
 */
export async function freeSentencePlaces(
  tx: TxCtx,
  { rows, current }: Going<SentenceFields>,
): Promise<({ id: string } & SentenceFields)[]> {
  const moved = rows.filter(({ id, sectionId, position }) => {
    const now = current.get(id)
    return now?.sectionId !== sectionId || now.position !== position
  })
  const bySection = Map.groupBy(moved, ({ sectionId }) => sectionId)
  const others = await tx.db.sentence.findMany({
    where: { sectionId: { in: [...bySection.keys()] }, id: { notIn: moved.map(({ id }) => id) } },
    select: { id: true, sectionId: true, position: true },
  })
  const othersOf = Map.groupBy(others, ({ sectionId }) => sectionId)
  return replaceRows(
    rows,
    [...bySection].flatMap(([sectionId, back]) => placeBeside(back, othersOf.get(sectionId) ?? [])),
  )
}

/** The same for sections of a project. */
export async function freeSectionPlaces(
  tx: TxCtx,
  { projectId, rows, current }: Going<SectionFields> & { projectId: string },
): Promise<({ id: string } & SectionFields)[]> {
  const moved = rows.filter(({ id, position }) => current.get(id)?.position !== position)
  const others = await tx.db.section.findMany({
    where: { projectId, id: { notIn: moved.map(({ id }) => id) } },
    select: { id: true, position: true },
  })
  return replaceRows(rows, placeBeside(moved, others))
}

function placeBeside<T extends Place>(back: readonly T[], others: readonly Place[]): T[] {
  const taken = new Set(others.map(({ position }) => position))
  const keys = new Set([...taken, ...back.map(({ position }) => position)])
  return back.toSorted(comparePlaces).map((row) => {
    if (!taken.has(row.position)) return row
    const next = [...keys].filter((key) => key > row.position).reduce(lower, null)
    const [position = row.position] = positionsBetween(row.position, next, 1)
    keys.add(position)
    return { ...row, position }
  })
}

function lower(lowest: string | null, key: string): string {
  return lowest === null || key < lowest ? key : lowest
}

function replaceRows<T extends { id: string }>(rows: readonly T[], others: readonly T[]): T[] {
  const otherOf = new Map(others.map((row) => [row.id, row]))
  return rows.map((row) => otherOf.get(row.id) ?? row)
}
