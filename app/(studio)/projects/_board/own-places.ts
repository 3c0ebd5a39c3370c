import { type BoardEdit, idsOf, removedBy } from '#lib/storyboard/edits.ts'
import type { Board, SectionRow, SentenceRow } from '#lib/storyboard/model.ts'
import type { Knowing } from './check-step.ts'
import type { HeldSentences } from './held.ts'
import type { Outbox } from './outbox.ts'

/** Where this tab put rows last: `undefined` until the server has said which key that is. */
export type OwnPlaces = Map<string, string | undefined>

type Session = {
  outbox: Pick<Outbox, 'getState' | 'letGo'>
  held: Pick<HeldSentences, 'letGo'>
  places: OwnPlaces
  personId: string
}

const moving = new Set<BoardEdit['kind']>([
  'section.add',
  'section.move',
  'sentence.add',
  'sentence.copy',
  'sentence.move',
  'sentence.split',
])

/** Notes which rows these edits put somewhere. What one takes away oneself does not stay on the page. */
export function noteActs({ places, held, outbox }: Omit<Session, 'personId'>, edits: readonly BoardEdit[]): void {
  for (const edit of edits) {
    if (moving.has(edit.kind)) for (const id of idsOf(edit)) places.set(id, undefined)
    for (const id of removedBy(edit)) {
      held.letGo(id)
      outbox.letGo(id)
    }
  }
}

/** Notes where the server put them. */
export function noteConfirmed({ places }: Pick<Session, 'places'>, edit: BoardEdit, part: Partial<Board>): void {
  if (!moving.has(edit.kind)) return
  for (const row of [...(part.sections ?? []), ...(part.sentences ?? [])]) {
    if (places.has(row.id)) places.set(row.id, placeOf(row))
  }
}

/** What this tab knows of who did what. */
export function knowingOf({ outbox, places, personId }: Session): Knowing {
  const waiting = new Set(
    outbox
      .getState()
      .pending.filter((edit) => moving.has(edit.kind))
      .flatMap(idsOf),
  )
  return {
    personId,
    isOwnPlace(row) {
      const place = places.get(row.id)
      return waiting.has(row.id) || place === undefined || place === placeOf(row)
    },
  }
}

function placeOf(row: SectionRow | SentenceRow): string {
  return `${'sectionId' in row ? row.sectionId : ''} ${row.position}`
}
