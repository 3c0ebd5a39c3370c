type Change = { memberId: string; isIn: boolean /** Of the cast. */; order: readonly string[] }

/** Who is in a sentence once somebody is put in or taken out, in the order of the cast. Whoever this page does not know stays. */
export function castWith(castIds: readonly string[], { memberId, isIn, order }: Change): string[] {
  const next = new Set(castIds)
  if (isIn) next.add(memberId)
  else next.delete(memberId)
  const known = order.filter((id) => next.has(id))
  return [...new Set([...known, ...next])]
}
