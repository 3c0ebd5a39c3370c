import { pino } from 'pino'
import { beforeAll } from 'vitest'
import type { Clock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Db } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { ProjectRow, SectionRow, SentenceRow } from '#lib/storyboard/model.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { addSection } from '#lib/storyboard/section-commands.ts'
import { addSentences } from '#lib/storyboard/sentence-commands.ts'
import { type Role, roles } from '#lib/team/model.ts'
import { type TestDatabase, useDatabase } from './database.ts'

export type TestClock = Clock & { set(now: Date): void; advance(ms: number): void }

export type TestStudio = {
  readonly database: TestDatabase
  /** The team's owner asks. */
  readonly ctx: Ctx
  readonly teamId: string
  readonly clock: TestClock
  /** Somebody of the team, by role. */
  as(role: Role): Ctx
  /** The owner of another team. */
  readonly stranger: Ctx
  readonly strangersTeamId: string
}

/** Gives the test file a database with a team in it that has one person of every role, and a team next door. */
export function useStudio(): TestStudio {
  const database = useDatabase()
  const clock = createTestClock()
  const [teamId, strangersTeamId, strangerId] = [newId(), newId(), newId()]
  const people = Object.fromEntries(roles.map((role) => [role, newId()]))
  const ctxOf = (personId: string): Ctx => ({
    ...{ db: database.db, clock, log: silentLog, filesRoot: 'data/' },
    actor: { personId },
  })
  const as = (role: Role) => ctxOf(people[role] ?? '')

  beforeAll(async () => {
    const { db } = database
    await addTeam(db, teamId, Object.entries(people))
    await addTeam(db, strangersTeamId, [['owner', strangerId]])
  })
  return {
    database,
    teamId,
    strangersTeamId,
    clock,
    as,
    get ctx() {
      return as('owner')
    },
    get stranger() {
      return ctxOf(strangerId)
    },
  }
}

export const silentLog = pino({ level: 'silent' })

/** Stands still until it is told to move. */
export function createTestClock(start = new Date('2030-01-02T03:04:05.678Z')): TestClock {
  let now = start
  return {
    now: () => now,
    set: (date) => {
      now = date
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

/** A project with the one section it begins with. */
const smallLook = { width: 640, height: 360 }

export async function aProject(
  { ctx, teamId }: Pick<TestStudio, 'ctx' | 'teamId'>,
  name = 'The long way home',
): Promise<ProjectRow & { sectionId: string }> {
  const project = await createProject(ctx, { teamId, name })
  // A whole picture takes a processor half a second to draw.
  await ctx.db.project.update({ where: { id: project.id }, data: smallLook })
  const section = await ctx.db.section.findFirstOrThrow({ where: { projectId: project.id } })
  return { ...project, ...smallLook, sectionId: section.id }
}

export async function aSection(ctx: Ctx, projectId: string, title = 'Another section'): Promise<SectionRow> {
  return await addSection(ctx, { projectId, title })
}

/** A project of so many sentences, each with a prompt. */
export async function aScript(
  studio: Pick<TestStudio, 'ctx' | 'teamId'>,
  count: number,
): Promise<{ projectId: string; sentenceIds: string[] }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const texts = Array.from({ length: count }, (_, index) => `Sentence ${index + 1}.`)
  const rows = await sentences(studio.ctx, sectionId, ...texts)
  await studio.ctx.db
    .$executeRaw`update sentence set "imagePrompt" = 'scene of ' || text where "projectId" = ${projectId}::uuid`
  return { projectId, sentenceIds: rows.map(({ id }) => id) }
}

/** Adds these sentences at the end of the section, in this order, and without a prompt, which each test gives as it needs. */
export async function sentences(ctx: Ctx, sectionId: string, ...texts: string[]): Promise<SentenceRow[]> {
  return await addSentences(ctx, { sectionId, sentences: texts.map((text) => ({ text, imagePrompt: '' })) })
}

async function addTeam(db: Db, teamId: string, people: [string, string][]): Promise<void> {
  await db.team.create({ data: { id: teamId, name: 'A team' } })
  for (const [role, id] of people) {
    const known = roles.find((name) => name === role) ?? 'viewer'
    await db.person.create({ data: { id, name: role } })
    await db.membership.create({ data: { teamId, personId: id, role: known } })
  }
}
