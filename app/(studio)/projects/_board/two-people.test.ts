import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { type BoardEdit, idsOf } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { restoreArchived } from '#lib/storyboard/script-archive.ts'
import { importScript } from '#lib/storyboard/script-commands.ts'
import { undoImport } from '#lib/storyboard/script-undo.ts'
import { firstVersion, importNext } from '#lib/storyboard/script-version.fixture.ts'
import { shown } from '#lib/testing/boards.ts'
import { aProject, aSection, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { anyEdit, anySteps, type Kind, nextScript, pick, type Step } from './any-act.fixture.ts'
import { act, aDesk, type Desk, type Sent, turn } from './desk.fixture.ts'
import {
  createWords,
  hiddenWords,
  readWhole,
  seenRows,
  seenWords,
  type Words,
  wordsOf,
} from './worded-board.fixture.ts'

const studio = useStudio()

type World = {
  projectId: string
  desks: readonly [Desk, Desk]
  words: Words
  script: string[]
  /** It says something else than when it was first imported. */
  isRewritten: boolean
  versionIds: string[]
  /** Nobody wrote them on the board. */
  ofScript: Set<string>
  /** Somebody took them out. */
  dead: Set<string>
  /** May be seen twice: somebody brought them back beside what an import or a split taken back had made of them. */
  twice: Set<string>
  log: string[]
}

async function aWorld(): Promise<World> {
  const { id: projectId } = await aProject(studio)
  const words = createWords()
  const script = Array.from({ length: 4 }, () => `${Array.from({ length: 4 }, words.next).join(' ')}.`)
  const { id } = await importScript(studio.ctx, firstVersion(projectId, script.join('\n\n')))
  await aSection(studio.ctx, projectId)
  const board = await readWhole(studio.ctx, projectId)
  const desks = [aDesk(studio.ctx, board), aDesk(studio.as('editor'), board)] as const
  const sets = { ofScript: new Set(script.flatMap(wordsOf)), dead: new Set<string>(), twice: new Set<string>() }
  return { projectId, desks, words, script, isRewritten: false, versionIds: [id], ...sets, log: [] }
}

/** Gives what was sent, where it was an edit of the board and all of it was done. */
async function perform(world: World, step: Step): Promise<readonly BoardEdit[]> {
  const { projectId, versionIds, words } = world
  const desk = world.desks[step.who]
  const row = pick(seenRows(desk.board), step.a)
  switch (step.kind) {
    case 'script':
      world.isRewritten = true
      world.script = nextScript(world.script, step, () => {
        const word = words.next()
        world.ofScript.add(word)
        return word
      })
      return []
    case 'import': {
      if (world.script.length === 0) return []
      const version = await attempt(world, step, () => importNext(desk.ctx, projectId, world.script.join('\n\n')))
      if (version) versionIds.push(version.id)
      return []
    }
    case 'takeBack': {
      const versionId = versionIds.at(-1)
      if (versionId && (await attempt(world, step, () => undoImport(desk.ctx, { projectId, versionId })))) {
        world.versionIds = versionIds.filter((id) => id !== versionId)
      }
      return []
    }
    case 'archived': {
      const ids = desk.board.sentences.filter(({ gone }) => gone === 'archived').map(({ id }) => id)
      mayComeTwice(world, desk.board, ids)
      if (ids.length > 0) await attempt(world, step, () => restoreArchived(desk.ctx, { projectId, ids }))
      return []
    }
    case 'take':
      if (row && !(await isDeleted(row.id))) await aFreshTake(desk.ctx, row.id)
      return []
    case 'undo':
    case 'redo': {
      note(world, step, await turn(desk, step.kind))
      return []
    }
    default: {
      const edit = step.kind === 'choose' ? await anyChoice(desk, step) : anyEdit(desk.board, step, words)
      if (!edit) return []
      if (edit.kind === 'sentence.restore') mayComeTwice(world, desk.board, edit.ids)
      return note(world, step, await act(desk, step.kind, edit)).refused.length > 0 ? [] : [edit]
    }
  }
}

async function anyChoice({ board }: Desk, { a, b, c }: Step): Promise<BoardEdit | undefined> {
  const row = pick(seenRows(board), a)
  if (!row) return undefined
  const takes = await studio.ctx.db.take.findMany({ where: { sentenceId: row.id }, orderBy: { id: 'asc' } })
  const takeId = c % 4 === 0 ? null : (pick(takes, b)?.id ?? null)
  return takeId === row.currentTakeId ? undefined : { kind: 'sentence.choose', id: row.id, takeId }
}

async function isDeleted(id: string): Promise<boolean> {
  return (await studio.ctx.db.sentence.count({ where: { id, deletedAt: null } })) === 0
}

async function attempt<T>(world: World, { who, kind }: Step, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    world.log.push(`${who} ${kind} ${kind === 'import' ? JSON.stringify(world.script) : ''}`)
    return await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    world.log.push(`  refused: ${error.message}`)
    return undefined
  }
}

function note(world: World, { who, kind, isStale }: Pick<Step, 'who' | 'kind' | 'isStale'>, sent: Sent): Sent {
  const { label, edits, refused } = sent
  const why = refused.map(({ message }) => message).join(' ')
  world.log.push(`${who}${isStale ? ' (stale)' : ''} ${kind} ${label} ${JSON.stringify(edits)} ${why}`)
  for (const edit of edits) {
    // A split that is taken back or done again writes too, and takes no word out.
    if (edit.kind !== 'sentence.edit' || label !== 'write') continue
    const kept = new Set(wordsOf(edit.text))
    for (const word of wordsOf(edit.baseText)) if (!kept.has(word)) world.dead.add(word)
  }
  return sent
}

/** One that was merged may not: its words are taken out of the other one. */
function mayComeTwice({ twice }: World, board: Board, ids: readonly string[]): void {
  const back = board.sentences.filter((row) => ids.includes(row.id) && row.gone !== 'merged')
  for (const word of back.flatMap(({ text }) => wordsOf(text))) twice.add(word)
}

/** Looks at what became of the board, and gives it. */
async function check(world: World, before: Board, done: readonly Kind[]): Promise<Board> {
  const after = await readWhole(studio.ctx, world.projectId)
  const places = [...after.sections, ...after.sentences].map((row) => placeOf(row))
  expect(places.length - new Set(places).size, 'rows at the place of another').toBe(0)
  await checkTakes(world, after)
  const [was, now] = [seenWords(before), seenWords(after)]
  if (done.includes('import')) for (const word of await wordsImported(world, before)) world.twice.add(word)
  // What somebody wrote into what is taken back stays beside it.
  if (done.includes('takeBack')) for (const [word, count] of now) if (count > 1) world.twice.add(word)
  if (done.includes('section')) for (const word of hiddenWords(before)) world.twice.add(word)
  const doubled = [...now].filter(([word, count]) => count > Math.max(1, was.get(word) ?? 0) && !world.twice.has(word))
  expect(doubled, 'words that are seen twice').toEqual([])
  // On the board, or in a sentence that comes back with its words; those of a merged one are in the other.
  const stored = await studio.ctx.db.sentence.findMany({ where: { projectId: world.projectId } })
  const kept = new Set(stored.filter(({ merge }) => merge === null).flatMap(({ text }) => wordsOf(text)))
  const lost = [...was.keys()].filter((word) => !kept.has(word) && !world.dead.has(word))
  const isScript = done.includes('import') || done.includes('takeBack')
  // A person has seen that the script says something else now, and its source is kept.
  const mayGo = (word: string) => done.includes('import') || (isScript && world.ofScript.has(word))
  expect(
    lost.filter((word) => !mayGo(word)),
    'lost words',
  ).toEqual([])
  for (const word of lost) world.dead.add(word)
  return after
}

/**
 * What had been deleted and is in the script is made again. And nobody can tell any more what a part that was split off and written in
 * is of, once the script says something else as well.
 */
async function wordsImported({ projectId, isRewritten }: World, before: Board): Promise<string[]> {
  const byHand = await studio.ctx.db.sentence.findMany({ where: { projectId, scriptText: null } })
  return [...hiddenWords(before), ...(isRewritten ? byHand.flatMap(({ text }) => wordsOf(text)) : [])]
}

function placeOf(row: { position: string; sectionId?: string }): string {
  return `${row.sectionId ?? ''} ${row.position}`
}

async function checkTakes({ projectId }: World, { sentences }: Board): Promise<void> {
  const takes = await studio.ctx.db.take.findMany({ where: { projectId } })
  const homeOf = new Map(takes.map(({ id, sentenceId }) => [id, sentenceId]))
  for (const { id, currentTakeId } of sentences) if (currentTakeId) expect(homeOf.get(currentTakeId)).toBe(id)
}

/** Takes back what was just done, and does it again. */
async function turnTwice(
  world: World,
  { who }: Step,
  given: { edits: readonly BoardEdit[]; before: Board; after: Board },
) {
  const { before, after, edits } = given
  const desk = world.desks[who]
  desk.board = after
  const goneOf = new Map(before.sentences.map(({ id, gone }) => [id, gone]))
  // Brought back out of another sentence it stays so, and nothing is remembered.
  const isOutOfOther = edits.flatMap(idsOf).some((id) => goneOf.get(id) === 'merged')
  const stepOf = (kind: Kind) => ({ who, kind, isStale: false })
  note(world, stepOf('undo'), await turn(desk, 'undo'))
  const undone = await check(world, after, ['undo'])
  if (isOutOfOther) return undone
  expect(shown(undone), 'taken back').toEqual(shown(before))
  desk.board = undone
  note(world, stepOf('redo'), await turn(desk, 'redo'))
  const redone = await check(world, undone, ['redo'])
  expect(shown(redone), 'done again').toEqual(shown(after))
  return redone
}

async function run(world: World, steps: readonly Step[]): Promise<void> {
  let before = await readWhole(studio.ctx, world.projectId)
  for (const step of steps) {
    studio.clock.advance(1_000)
    // The take of a test comes without a job, which a merge would have waited for.
    const also = step.kind === 'take' || step.also === 'take' ? null : step.also
    const other: Step | undefined = also
      ? { ...step, kind: also, who: step.who === 0 ? 1 : 0, isStale: step.c % 2 === 0, a: step.b, b: step.a }
      : undefined
    for (const one of [step, ...(other ? [other] : [])]) if (!one.isStale) world.desks[one.who].board = before
    const [edits] = await Promise.all([perform(world, step), other && perform(world, other)])
    const after = await check(world, before, [step.kind, ...(also ? [also] : [])])
    const isTurned = step.isTurned && !other && !step.isStale && edits.length > 0
    before = isTurned ? await turnTwice(world, step, { edits, before, after }) : after
  }
}

it('two people at one board lose no word and have none twice, whatever they do', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps(14), async (steps) => {
      const world = await aWorld()
      await run(world, steps).catch((cause) => {
        throw new Error(`After\n${world.log.join('\n')}\n${cause}`, { cause })
      })
    }),
    // Each takes half a second on a slow machine; shrinking would take minutes, and the log says enough.
    { numRuns: 12, endOnFailure: true },
  )
}, 120_000)

it('who has not heard that the second half was joined elsewhere does not take the split back', async () => {
  const world = await aWorld()
  const [mine, theirs] = world.desks
  const [first, second] = seenRows(mine.board)
  const [id, intoId, newRowId] = [first?.id ?? '', second?.id ?? '', newId()]
  const half = { newId: newRowId, imagePrompt: 'half' }
  const at = first?.text.indexOf(' ') ?? 0
  await act(mine, 'split', { kind: 'sentence.split', id, at, baseText: first?.text ?? '', ...half })
  theirs.board = await readWhole(studio.ctx, world.projectId)
  await act(theirs, 'merge', { kind: 'sentence.merge', id: newRowId, intoId })
  const before = await readWhole(studio.ctx, world.projectId)
  const { edits, refused } = await turn(mine, 'undo')
  expect(edits).toMatchObject([{ kind: 'sentence.unsplit' }])
  expect(refused).toMatchObject([{ code: 'CONFLICT', message: expect.stringMatching(/joined to another/) }])
  expect(await check(world, before, ['undo'])).toEqual(before)
})
