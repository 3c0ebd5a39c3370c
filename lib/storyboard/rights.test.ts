import { describe, expect, it } from 'vitest'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Role } from '#lib/team/model.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import * as projects from './project-commands.ts'
import * as queries from './queries.ts'
import * as sections from './section-commands.ts'
import * as sentence from './sentence-commands.ts'

const studio = useStudio()

type Ids = { teamId: string; projectId: string; sectionId: string; sentenceId: string }
type Ask = (ctx: Ctx, ids: Ids) => Promise<unknown>

const see: Role[] = ['owner', 'admin', 'editor', 'reviewer', 'viewer']
const edit: Role[] = ['owner', 'admin', 'editor']
const guard: Role[] = ['owner', 'admin']

/** Every command and query, and who may. */
const asks: [string, Role[], Ask][] = [
  ['createProject', edit, (ctx, { teamId }) => projects.createProject(ctx, { teamId, name: 'New' })],
  ['renameProject', edit, (ctx, { projectId: id }) => projects.renameProject(ctx, { id, name: 'New' })],
  ['deleteProject', guard, (ctx, { projectId: id }) => projects.deleteProject(ctx, { id })],
  ['restoreProject', guard, (ctx, { projectId: id }) => projects.restoreProject(ctx, { id })],
  ['addSection', edit, (ctx, { projectId }) => sections.addSection(ctx, { projectId, title: 'New' })],
  ['renameSection', edit, (ctx, { sectionId: id }) => sections.renameSection(ctx, { id, title: 'New' })],
  ['moveSection', edit, (ctx, { sectionId: id }) => sections.moveSection(ctx, { id })],
  ['deleteSection', edit, (ctx, { sectionId: id }) => sections.deleteSection(ctx, { id })],
  ['restoreSection', edit, (ctx, { sectionId: id }) => sections.restoreSection(ctx, { id })],
  ['addSentences', edit, (ctx, { sectionId }) => sentence.addSentences(ctx, { sectionId, sentences: [{ text: 'a' }] })],
  ['editSentence', edit, (ctx, { sentenceId: id }) => sentence.editSentence(ctx, { id, text: 'b' })],
  ['moveSentence', edit, (ctx, { sentenceId: id, sectionId }) => sentence.moveSentence(ctx, { id, sectionId })],
  ['deleteSentence', edit, (ctx, { sentenceId: id }) => sentence.deleteSentence(ctx, { id })],
  ['restoreSentence', edit, (ctx, { sentenceId: id }) => sentence.restoreSentence(ctx, { id })],
  ['listProjects', see, (ctx, { teamId }) => queries.listProjects(ctx, { teamId })],
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
    const ids: Ids = { teamId: newId(), projectId: newId(), sectionId: newId(), sentenceId: newId() }
    await expect(ask(studio.ctx, ids)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('covers every command and query there is', () => {
  const functions = [projects, sections, sentence, queries].flatMap((file) => Object.keys(file))
  expect(asks.map(([name]) => name).sort()).toEqual(functions.sort())
})

async function someIds(): Promise<Ids> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'a')
  return { teamId: studio.teamId, projectId, sectionId, sentenceId: row?.id ?? '' }
}

async function everything(): Promise<unknown> {
  const { db } = studio.database
  return await Promise.all([db.project.findMany(), db.section.findMany(), db.sentence.findMany()])
}
