import { describe, expect, it } from 'vitest'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Role } from '#lib/team/model.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import * as cast from './cast-commands.ts'
import * as deleted from './deleted-projects.ts'
import * as edits from './edit-sentence.ts'
import * as lists from './list-queries.ts'
import * as many from './many-sentences.ts'
import * as merge from './merge-sentences.ts'
import * as projects from './project-commands.ts'
import * as queries from './queries.ts'
import * as sections from './section-commands.ts'
import * as sentence from './sentence-commands.ts'
import * as split from './split-sentence.ts'
import * as unmerge from './unmerge-sentences.ts'
import * as unsplit from './unsplit-sentence.ts'
import * as update from './update-sentence.ts'

const studio = useStudio()

type Ids = Record<
  'teamId' | 'projectId' | 'sectionId' | 'sentenceId' | 'otherId' | 'wholeId' | 'halfId' | 'castId',
  string
>
type Ask = (ctx: Ctx, ids: Ids) => Promise<unknown>

const see: Role[] = ['owner', 'admin', 'editor', 'reviewer', 'viewer']
const edit: Role[] = ['owner', 'admin', 'editor']
const guard: Role[] = ['owner', 'admin']

/** What a split makes of the words "d e". */
const madeOfWhole = { at: 2, whole: 'd e', left: 'd', half: { text: 'e', imagePrompt: '', videoPrompt: '' } }

/** Every command and query, and who may. */
const asks: [string, Role[], Ask][] = [
  ['createProject', edit, (ctx, { teamId }) => projects.createProject(ctx, { teamId, name: 'New' })],
  ['renameProject', edit, (ctx, { projectId: id }) => projects.renameProject(ctx, { id, name: 'New' })],
  ['deleteProject', guard, (ctx, { projectId: id }) => projects.deleteProject(ctx, { id })],
  ['restoreProject', guard, (ctx, { projectId: id }) => projects.restoreProject(ctx, { id })],
  ['archiveProject', edit, (ctx, { projectId: id }) => projects.archiveProject(ctx, { id })],
  ['unarchiveProject', edit, (ctx, { projectId: id }) => projects.unarchiveProject(ctx, { id })],
  ['updateProject', edit, (ctx, { projectId: id }) => projects.updateProject(ctx, { id, style: 'ink' })],
  ['addCastMember', edit, (ctx, { projectId }) => cast.addCastMember(ctx, { projectId, name: 'Nova' })],
  ['updateCastMember', edit, (ctx, { castId: id }) => cast.updateCastMember(ctx, { id, look: 'red hair' })],
  ['deleteCastMember', edit, (ctx, { castId: id }) => cast.deleteCastMember(ctx, { id })],
  ['restoreCastMember', edit, (ctx, { castId: id }) => cast.restoreCastMember(ctx, { id })],
  ['updateSentence', edit, (ctx, { sentenceId: id }) => update.updateSentence(ctx, { id, locked: true })],
  ['addSection', edit, (ctx, { projectId }) => sections.addSection(ctx, { projectId, title: 'New' })],
  ['renameSection', edit, (ctx, { sectionId: id }) => sections.renameSection(ctx, { id, title: 'New' })],
  ['moveSection', edit, (ctx, { sectionId: id }) => sections.moveSection(ctx, { id })],
  ['deleteSection', edit, (ctx, { sectionId: id }) => sections.deleteSection(ctx, { id })],
  ['restoreSection', edit, (ctx, { sectionId: id }) => sections.restoreSection(ctx, { id })],
  ['addSentences', edit, (ctx, { sectionId }) => sentence.addSentences(ctx, { sectionId, sentences: [{ text: 'a' }] })],
  ['editSentence', edit, (ctx, { sentenceId: id }) => edits.editSentence(ctx, { id, text: 'b' })],
  ['moveSentence', edit, (ctx, { sentenceId: id, sectionId }) => sentence.moveSentence(ctx, { id, sectionId })],
  ['deleteSentence', edit, (ctx, { sentenceId: id }) => sentence.deleteSentence(ctx, { id })],
  ['archiveSentence', edit, (ctx, { sentenceId: id }) => sentence.archiveSentence(ctx, { id })],
  ['restoreSentence', edit, (ctx, { sentenceId: id }) => sentence.restoreSentence(ctx, { id })],
  [
    'moveSentences',
    edit,
    (ctx, { sentenceId, sectionId }) => many.moveSentences(ctx, { ids: [sentenceId], sectionId }),
  ],
  ['deleteSentences', edit, (ctx, { sentenceId }) => many.deleteSentences(ctx, { ids: [sentenceId] })],
  ['archiveSentences', edit, (ctx, { sentenceId }) => many.archiveSentences(ctx, { ids: [sentenceId] })],
  ['restoreSentences', edit, (ctx, { sentenceId }) => many.restoreSentences(ctx, { ids: [sentenceId] })],
  ['setSentences', edit, (ctx, { sentenceId }) => many.setSentences(ctx, { ids: [sentenceId], values: { seed: '1' } })],
  ['splitSentence', edit, (ctx, { sentenceId: id }) => split.splitSentence(ctx, { id, at: 2 })],
  [
    'unsplitSentence',
    edit,
    (ctx, { wholeId: id, halfId }) => unsplit.unsplitSentence(ctx, { id, newId: halfId, ...madeOfWhole }),
  ],
  ['mergeSentences', edit, (ctx, { sentenceId: id, otherId }) => merge.mergeSentences(ctx, { id, intoId: otherId })],
  [
    'unmergeSentences',
    edit,
    (ctx, { sentenceId: id, otherId }) => unmerge.unmergeSentences(ctx, { id, intoId: otherId }),
  ],
  ['listProjects', see, (ctx, { teamId }) => queries.listProjects(ctx, { teamId, limit: 10 })],
  ['listDeletedProjects', see, (ctx, { teamId }) => deleted.listDeletedProjects(ctx, { teamId, limit: 10 })],
  ['readDeletedProject', see, (ctx, { projectId: id }) => deleted.readDeletedProject(ctx, { id })],
  ['readProject', see, (ctx, { projectId: id }) => lists.readProject(ctx, { id })],
  ['listSections', see, (ctx, { projectId }) => lists.listSections(ctx, { projectId, limit: 10 })],
  ['listSentences', see, (ctx, { projectId }) => lists.listSentences(ctx, { projectId, limit: 10 })],
  ['readSentence', see, (ctx, { sentenceId: id }) => lists.readSentence(ctx, { id })],
  ['listCast', see, (ctx, { projectId }) => lists.listCast(ctx, { projectId, limit: 10 })],
  ['readMember', see, (ctx, { castId: id }) => lists.readMember(ctx, { id })],
  ['readBoard', see, (ctx, { projectId }) => queries.readBoard(ctx, { projectId })],
  ['readBoardPart', see, (ctx, ids) => queries.readBoardPart(ctx, { ...ids, sectionIds: [], sentenceIds: [] })],
]

describe.each(asks)('%s', (_, allowed, ask) => {
  it('is for those who have the right, and nobody else', async () => {
    for (const role of see) {
      const answer = ask(studio.as(role), await someIds())
      if (allowed.includes(role)) await answer
      else await expect(answer, role).rejects.toMatchObject({ code: 'FORBIDDEN', details: { role } })
    }
  })

  it('does not tell another team that there is such a thing, nor changes it', async () => {
    const ids = await someIds()
    const before = await everything()
    await expect(ask(studio.stranger, ids)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await everything()).toEqual(before)
  })

  it('says so when there is no such thing', async () => {
    const ofBoard = { teamId: newId(), projectId: newId(), sectionId: newId(), castId: newId() }
    const ids = { ...ofBoard, sentenceId: newId(), otherId: newId(), wholeId: newId(), halfId: newId() }
    await expect(ask(studio.ctx, ids)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('covers every command and query there is', () => {
  const functions = [
    projects,
    sections,
    sentence,
    edits,
    many,
    split,
    merge,
    unmerge,
    unsplit,
    update,
    cast,
    queries,
    deleted,
    lists,
  ].flatMap((file) => Object.keys(file))
  expect(asks.map(([name]) => name).sort()).toEqual(functions.sort())
})

async function someIds(): Promise<Ids> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row, other, whole] = await sentences(studio.ctx, sectionId, 'a b', 'c', 'd e')
  const [wholeId, halfId] = [whole?.id ?? '', newId()]
  await split.splitSentence(studio.ctx, { id: wholeId, at: madeOfWhole.at, newId: halfId, imagePrompt: '' })
  const { id: castId } = await cast.addCastMember(studio.ctx, { projectId, name: 'Nova' })
  const [sentenceId, otherId] = [row?.id ?? '', other?.id ?? '']
  return { teamId: studio.teamId, projectId, sectionId, sentenceId, otherId, wholeId, halfId, castId }
}

async function everything(): Promise<unknown> {
  const { db } = studio.database
  return await Promise.all([
    db.project.findMany(),
    db.section.findMany(),
    db.sentence.findMany(),
    db.castMember.findMany(),
  ])
}
