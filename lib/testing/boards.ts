import fc from 'fast-check'
import { type BoardEdit, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import { type Board, defaultLook, type SectionRow, type SentenceRow, sentenceFields } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { comparePlaces, positionsBetween } from '#lib/storyboard/positions.ts'

/** Ids that read well in a failed test: `idOf(7)` ends in 07. */
export const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

const projectId = idOf(1)
const sectionIds = [11, 12, 13].map(idOf)
const sentenceIds = [21, 22, 23, 24, 25, 26].map(idOf)
/** Of rows that no board has to begin with. */
const freshSectionIds = [14, 15].map(idOf)
const freshSentenceIds = [27, 28, 29].map(idOf)

export const emptyBoard: Board = {
  project: {
    id: projectId,
    teamId: idOf(2),
    name: 'Board',
    version: 1,
    deleted: false,
    archivedAt: null,
    ...defaultLook,
  },
  sections: [],
  sentences: [],
  scriptLanguage: null,
}

/** What a person sees of a board. */
export function shown(board: Board): unknown {
  return {
    name: board.project.name,
    sections: visibleSections(board).map(({ id, title }) => ({
      id,
      title,
      sentences: visibleSentences(board, id).map((row) => {
        const { text, imagePrompt, videoPrompt, seed, locked, castIds, currentTakeId, currentClipId } = row
        const shows = { currentTakeId, currentClipId }
        return { id: row.id, text, imagePrompt, videoPrompt, seed, locked, castIds, ...shows }
      }),
    })),
  }
}

const version = fc.integer({ min: 1, max: 4 })
const words = fc.constantFrom('a', 'b', 'c', 'a b', 'c d e')
const deleted = fc.boolean()
const settings = {
  seed: fc.constantFrom(null, '0', '18446744073709551615'),
  locked: fc.boolean(),
  castIds: fc.subarray([31, 32].map(idOf)),
}
const takeIds = [41, 42, 43].map(idOf)
const take = fc.constantFrom(...takeIds)
const takes = fc.constantFrom(null, ...takeIds)
const place = { place: fc.constantFrom('picture' as const, 'clip' as const) }

const anySections: fc.Arbitrary<SectionRow[]> = fc
  .shuffledSubarray(sectionIds, { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), title: words, version, deleted }))))
  .map((rows) => placed(rows))

const anySentences: fc.Arbitrary<SentenceRow[]> = fc
  .shuffledSubarray(sentenceIds)
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) => {
        return fc.record({
          id: fc.constant(id),
          sectionId: fc.constantFrom(...sectionIds),
          text: words,
          imagePrompt: words,
          videoPrompt: words,
          ...settings,
          currentTakeId: takes,
          currentClipId: takes,
          version,
          deleted,
        })
      }),
    ),
  )
  .map((rows) => placed(rows.map((row) => ({ ...newSentence, ...row }))))

/** Any board a browser may hold: in order, no two rows at one place, deleted rows and rows of unknown sections among them. */
export const anyBoard: fc.Arbitrary<Board> = fc
  .record({ sections: anySections, sentences: anySentences, name: words, version })
  .map(({ name, version: projectVersion, ...rows }) => {
    return { ...emptyBoard, project: { ...emptyBoard.project, name, version: projectVersion }, ...rows }
  })

const sectionId = fc.constantFrom(...sectionIds, ...freshSectionIds)
const sentenceId = fc.constantFrom(...sentenceIds, ...freshSentenceIds)
const someSentences = fc.shuffledSubarray([...sentenceIds, ...freshSentenceIds], { minLength: 1, maxLength: 4 })
const afterSection = spot(fc.option(sectionId))
const afterSentence = spot(fc.option(sentenceId))

/** Anything a person can do to such a board, and what only a browser out of date would ask for. */
export const anyEdit: fc.Arbitrary<BoardEdit> = fc.oneof(
  fc.record({ kind: fc.constant('project.rename' as const), id: fc.constant(projectId), name: words, baseName: words }),
  fc
    .tuple(sectionId, words, afterSection)
    .map(([id, title, at]) => ({ kind: 'section.add' as const, id, projectId, title, ...at })),
  fc.record({ kind: fc.constant('section.rename' as const), id: sectionId, title: words, baseTitle: words }),
  fc.tuple(sectionId, afterSection).map(([id, at]) => ({ kind: 'section.move' as const, id, ...at })),
  fc.record({ kind: fc.constantFrom('section.delete' as const, 'section.restore' as const), id: sectionId }),
  fc
    .tuple(sectionId, fc.shuffledSubarray([...freshSentenceIds, idOf(21)], { minLength: 1 }), words, afterSentence)
    .map(([id, ids, text, at]) => ({
      kind: 'sentence.add' as const,
      sectionId: id,
      sentences: ids.map((each) => ({ id: each, text, imagePrompt: text })),
      ...at,
    })),
  fc.record(
    {
      kind: fc.constant('sentence.edit' as const),
      id: sentenceId,
      field: fc.constantFrom(...sentenceFields),
      text: words,
      baseText: words,
    },
    { requiredKeys: ['kind', 'id', 'text', 'baseText'] },
  ),
  fc.record({
    kind: fc.constant('sentence.set' as const),
    ids: someSentences,
    values: fc.record(settings, { requiredKeys: [] }),
  }),
  fc
    .tuple(someSentences, sectionId, afterSentence)
    .map(([ids, to, at]) => ({ kind: 'sentence.move' as const, ids, sectionId: to, ...at })),
  fc
    .tuple(someSentences, fc.constantFrom(...freshSentenceIds), sectionId, afterSentence)
    .map(([[id = ''], newId, to, at]) => ({
      kind: 'sentence.copy' as const,
      copies: [{ id, newId }],
      sectionId: to,
      ...at,
    })),
  fc.record({
    kind: fc.constantFrom('sentence.delete' as const, 'sentence.archive' as const, 'sentence.restore' as const),
    ids: someSentences,
  }),
  fc.record({
    kind: fc.constant('sentence.split' as const),
    id: sentenceId,
    at: fc.integer({ min: 0, max: 5 }),
    baseText: words,
    newId: sentenceId,
    imagePrompt: words,
  }),
  fc.record({ kind: fc.constant('sentence.merge' as const), id: sentenceId, intoId: sentenceId }),
)

/** What is done to takes, which a board only names: for who has no need of the takes themselves. */
export const anyTakeEdit: fc.Arbitrary<BoardEdit> = fc.oneof(
  fc.record({ kind: fc.constant('sentence.choose' as const), id: sentenceId, takeId: takes, ...place }),
  fc.record({ kind: fc.constant('take.delete' as const), id: sentenceId, takeId: take, ...place, nextId: takes }),
  fc.record({
    ...{ kind: fc.constant('take.restore' as const), id: sentenceId, takeId: take },
    ...place,
    isShown: fc.boolean(),
  }),
)

function spot(id: fc.Arbitrary<string | null>): fc.Arbitrary<{ afterId?: string | null }> {
  return fc.oneof(
    id.map((afterId) => ({ afterId })),
    fc.constant({}),
  )
}

function placed<T extends { id: string }>(rows: readonly T[]): (T & { position: string })[] {
  const positions = positionsBetween(null, null, rows.length)
  return rows.map((row, index) => ({ ...row, position: positions[index] ?? '' })).sort(comparePlaces)
}
