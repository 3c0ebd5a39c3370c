import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { addCastMember, deleteCastMember, restoreCastMember, updateCastMember } from '#lib/storyboard/cast-commands.ts'
import { editSentence } from '#lib/storyboard/edit-sentence.ts'
import {
  createProject,
  deleteProject,
  renameProject,
  restoreProject,
  updateProject,
} from '#lib/storyboard/project-commands.ts'
import * as sections from '#lib/storyboard/section-commands.ts'
import * as sentenceCommands from '#lib/storyboard/sentence-commands.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { idOf } from '#lib/testing/boards.ts'
import { aProject, sentences, silentLog, useStudio } from '#lib/testing/context.ts'
import { type LiveEvent, parseNotification } from './catalogue.ts'
import { type Listener, listen } from './listen.ts'
import { packEvents, transact } from './transact.ts'

describe('packEvents', () => {
  const anyEvent: fc.Arbitrary<LiveEvent> = fc.oneof(
    fc.record({ type: fc.constant('board.changed' as const), projectId: fc.nat(99).map(idOf) }),
    fc.record({
      type: fc.constant('system.updated' as const),
      kind: fc.string({ maxLength: 3_000, unit: 'grapheme' }),
    }),
    fc.record({
      type: fc.constant('sentence.updated' as const),
      projectId: fc.nat(99).map(idOf),
      id: fc.nat(99).map(idOf),
      version: fc.integer({ min: 1 }),
    }),
  )

  it('loses nothing, keeps the order, and stays below what Postgres takes', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 200, size: 'max' }), (events) => {
        const payloads = packEvents(events)
        expect(payloads.flatMap(parseNotification)).toEqual(events)
        for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000)
      }),
      { numRuns: 50 },
    )
  })

  it('takes as few payloads as it can', () => {
    const events = Array.from({ length: 50 }, (): LiveEvent => ({ type: 'board.changed', projectId: idOf(1) }))
    expect(packEvents(events)).toHaveLength(1)
    expect(packEvents([])).toEqual([])
  })
})

describe('what commands announce', () => {
  const studio = useStudio()
  const heard: LiveEvent[] = []
  let listener: Listener
  let wake = () => {}

  beforeAll(async () => {
    listener = await listen({
      databaseUrl: studio.database.url,
      log: silentLog,
      onGap: () => {},
      onEvent: (event) => {
        heard.push(event)
        wake()
      },
    })
  })
  afterAll(() => listener.stop())
  beforeEach(async () => {
    await untilQuiet()
    heard.length = 0
  })

  /** Postgres delivers in the order of commits, so everything before this mark has arrived when the mark has. */
  async function untilQuiet(): Promise<LiveEvent[]> {
    const mark: LiveEvent = { type: 'system.updated', kind: newId() }
    const arrived = new Promise<void>((resolve) => {
      wake = () => heard.some((event) => event.type === 'system.updated' && event.kind === mark.kind) && resolve()
    })
    await transact(studio.ctx, async (tx) => tx.publish(mark))
    await arrived
    return heard.filter((event) => event.type !== 'system.updated')
  }

  it('is heard once they have committed, with the version that came to be', async () => {
    const { ctx, teamId } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    await renameProject(ctx, { id: projectId, name: 'New' })
    await sections.renameSection(ctx, { id: sectionId, title: 'New' })
    const [row] = await sentences(ctx, sectionId, 'a')
    const id = row?.id ?? ''
    await editSentence(ctx, { id, text: 'b' })
    await sentenceCommands.moveSentence(ctx, { id, sectionId })
    await sentenceCommands.deleteSentence(ctx, { id })
    await sentenceCommands.restoreSentence(ctx, { id })
    await sections.deleteSection(ctx, { id: sectionId })
    await sections.restoreSection(ctx, { id: sectionId })
    await sections.moveSection(ctx, { id: sectionId })
    await deleteProject(ctx, { id: projectId })
    await restoreProject(ctx, { id: projectId })
    const added = await sections.addSection(ctx, { projectId, title: 'More' })
    const project = (version: number) => ({ type: 'project.updated', teamId, projectId, version })
    const section = (version: number) => ({ type: 'section.updated', projectId, id: sectionId, version })
    const sentence = (version: number) => ({ type: 'sentence.updated', projectId, id, version })
    expect(await untilQuiet()).toEqual([
      ...[project(1), project(2), section(2)],
      ...[1, 2, 3, 4, 5].map(sentence),
      ...[section(3), section(4), { type: 'board.changed', projectId }, section(5)],
      ...[project(3), project(4)],
      { type: 'section.updated', projectId, id: added.id, version: 1 },
    ])
  })

  it('of look and cast asks for the whole board, since the sentences themselves have not changed', async () => {
    const { ctx, teamId } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const [row] = await sentences(ctx, sectionId, 'a')
    const id = row?.id ?? ''
    await untilQuiet()
    heard.length = 0
    await updateProject(ctx, { id: projectId, keptTakes: 3 })
    await updateProject(ctx, { id: projectId, style: 'ink' })
    const nova = await addCastMember(ctx, { projectId, name: 'Nova' })
    await updateCastMember(ctx, { id: nova.id, look: 'red hair' })
    await updateCastMember(ctx, { id: nova.id, look: 'red hair' })
    await deleteCastMember(ctx, { id: nova.id })
    await restoreCastMember(ctx, { id: nova.id })
    await updateSentence(ctx, { id, castIds: [nova.id] })
    await updateSentence(ctx, { id, castIds: [nova.id], seed: null })
    const board = { type: 'board.changed', projectId }
    const project = (version: number) => ({ type: 'project.updated', teamId, projectId, version })
    expect(await untilQuiet()).toEqual([
      ...[project(2), board, project(3), board, board, board, board],
      { type: 'sentence.updated', projectId, id, version: 2 },
    ])
  })

  it('is not heard when nothing changed', async () => {
    const { sectionId } = await aProject(studio)
    const [row] = await sentences(studio.ctx, sectionId, 'a')
    await untilQuiet()
    heard.length = 0
    await editSentence(studio.ctx, { id: row?.id ?? '', text: 'a' })
    expect(await untilQuiet()).toEqual([])
  })

  it('is one event when many rows were added', async () => {
    const { id: projectId, sectionId } = await aProject(studio)
    await untilQuiet()
    heard.length = 0
    await sentences(studio.ctx, sectionId, ...Array<string>(51).fill('a'))
    expect(await untilQuiet()).toEqual([{ type: 'board.changed', projectId }])
    heard.length = 0
    await sentences(studio.ctx, sectionId, ...Array<string>(50).fill('a'))
    expect(await untilQuiet()).toHaveLength(50)
  })

  it('is not heard, and nothing is written, when they fail', async () => {
    const { ctx, teamId } = studio
    const id = newId()
    const failing = transact(ctx, async (tx) => {
      await tx.db.team.create({ data: { id, name: 'Never' } })
      tx.publish({ type: 'board.changed', projectId: id })
      throw new Error('too bad')
    })
    await expect(failing).rejects.toThrow('too bad')
    await expect(createProject(studio.as('viewer'), { teamId, name: 'No' })).rejects.toThrow()
    expect(await untilQuiet()).toEqual([])
    expect(await ctx.db.team.findUnique({ where: { id } })).toBeNull()
  })

  it('is heard by all when it is more than one notification can carry', async () => {
    const events = Array.from(
      { length: 300 },
      (_, index): LiveEvent => ({ type: 'board.changed', projectId: idOf(index) }),
    )
    await transact(studio.ctx, async (tx) => {
      for (const event of events) tx.publish(event)
    })
    expect(await untilQuiet()).toEqual(events)
  })
})
