import type { Ctx } from '#lib/runtime/context.ts'
import type { Db } from '#lib/runtime/db.ts'
import { authorize } from '#lib/team/authorize.ts'
import { fewestSearched, type Hit, hitKinds, isNamed, type SearchResult } from './search-model.ts'

type Asked = { projectId: string; q: string }

/** More than anybody looks through. */
const mostSeeds = 1_000
/** Ways of making takes that a project has: each is a probe of the index. */
const mostWays = 2_000
/** As many as a long film has, found for several reasons. */
const mostIds = 50_000

/**
 * Finds sentences by what only the database knows of them. A seed is found by its first digits; a name of a LoRA, a model or a
 * workflow by any part of it; other people by the beginning of a part of their name, for whose own there is a filter.
 */
export async function searchTakes(ctx: Ctx, { projectId, q }: Asked): Promise<SearchResult> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const wanted = q.toLowerCase()
  const [seeds, names, makers] = await Promise.all([
    findSeeds(ctx.db, projectId, wanted),
    findNames(ctx.db, projectId, wanted),
    findMakers(ctx, projectId, wanted),
  ])
  const { hits, isWhole } = join([...seeds, ...names, ...makers])
  return { hits, isWhole: isWhole && seeds.length < mostSeeds }
}

async function findSeeds(db: Db, projectId: string, wanted: string): Promise<Hit[]> {
  if (!/^\d+$/.test(wanted) || wanted.length < fewestSearched.digits) return []
  // The character behind 9: all that begins with these digits comes before it.
  const end = `${wanted}:`
  const rows = await db.$queryRaw<{ text: string; ids: string }[]>`
    select t.seed::text as text, string_agg(distinct s.id::text, ',') as ids from take t
    join sentence s on s.id = t."sentenceId" and s."deletedAt" is null
    join section on section.id = s."sectionId" and section."deletedAt" is null
    where t."projectId" = ${projectId}::uuid and t."deletedAt" is null and t."sentenceId" is not null
      and (t.seed::text) collate "C" >= ${wanted} and (t.seed::text) collate "C" < ${end}
    group by t.seed limit ${mostSeeds}`
  return rows.map(({ text, ids }) => ({ kind: 'seed', text, sentenceIds: ids.split(',') }))
}

/** There are few ways of making takes, so they are looked through first, each found in the index behind the one before. */
async function findNames(db: Db, projectId: string, wanted: string): Promise<Hit[]> {
  if (wanted.length < fewestSearched.letters) return []
  const ways = await db.$queryRaw<{ ingredients: string }[]>`
    with recursive way as (
      (select ingredients from take
       where "projectId" = ${projectId}::uuid and "deletedAt" is null and "sentenceId" is not null
       order by ingredients limit 1)
      union all
      select (select t.ingredients from take t
              where t."projectId" = ${projectId}::uuid and t."deletedAt" is null and t."sentenceId" is not null
                and t.ingredients > way.ingredients
              order by t.ingredients limit 1)
      from way where way.ingredients is not null
    )
    select ingredients from way where ingredients is not null limit ${mostWays}`
  const named = new Map(ways.map(({ ingredients }) => [ingredients, namesIn(ingredients, wanted)]))
  const matching = [...named].filter(([, names]) => names.length > 0).map(([ingredients]) => ingredients)
  if (matching.length === 0) return []
  // A row for each way, not for each sentence: there are many of those. The index alone tells which.
  const rows = await db.$queryRaw<{ ingredients: string; ids: string }[]>`
    select made.ingredients, string_agg(s.id::text, ',') as ids from (
      select distinct ingredients, "sentenceId" from take
      where "projectId" = ${projectId}::uuid and "deletedAt" is null and "sentenceId" is not null
        and ingredients = any(${matching}::text[])
    ) made join sentence s on s.id = made."sentenceId" and s."deletedAt" is null
    join section on section.id = s."sectionId" and section."deletedAt" is null
    group by made.ingredients`
  return rows.flatMap(({ ingredients, ids }) =>
    (named.get(ingredients) ?? []).map((name) => ({ ...name, sentenceIds: ids.split(',') })),
  )
}

/** Of the ingredients of a take, one a line with its kind before it, those with the words in their names. */
function namesIn(ingredients: string, wanted: string): Omit<Hit, 'sentenceIds'>[] {
  return ingredients.split('\n').flatMap((line) => {
    const at = line.indexOf(' ')
    const [kind, text] = [hitKinds.find((known) => known === line.slice(0, at)), line.slice(at + 1)]
    return kind && text.toLowerCase().includes(wanted) ? [{ kind, text }] : []
  })
}

async function findMakers({ db, actor }: Ctx, projectId: string, wanted: string): Promise<Hit[]> {
  if (wanted.length < fewestSearched.letters) return []
  const team = await db.person.findMany({
    where: { id: { not: actor.personId }, memberships: { some: { team: { projects: { some: { id: projectId } } } } } },
    select: { id: true, name: true },
  })
  const names = new Map(team.filter(({ name }) => isNamed(name, wanted)).map(({ id, name }) => [id, name]))
  if (names.size === 0) return []
  const rows = await db.$queryRaw<{ personId: string; ids: string }[]>`
    select t."createdById" as "personId", string_agg(s.id::text, ',') as ids
    from sentence s join take t on t.id = s."currentTakeId"
    join section on section.id = s."sectionId" and section."deletedAt" is null
    where s."projectId" = ${projectId}::uuid and s."deletedAt" is null
      and t."createdById" = any(${[...names.keys()]}::uuid[])
    group by t."createdById"`
  return rows.map(({ personId, ids }) => ({
    ...{ kind: 'maker', text: names.get(personId) ?? '', sentenceIds: ids.split(',') },
  }))
}

/** What was found in several ways of making is one hit. */
function join(found: readonly Hit[]): SearchResult {
  const hits = new Map<string, { hit: Hit; ids: Set<string> }>()
  let count = 0
  for (const { kind, text, sentenceIds } of found) {
    const key = `${kind} ${text}`
    const known = hits.get(key) ?? { hit: { kind, text, sentenceIds: [] }, ids: new Set() }
    hits.set(key, known)
    for (const id of sentenceIds) {
      if (count >= mostIds) break
      if (!known.ids.has(id)) count += 1
      known.ids.add(id)
    }
  }
  const whole = [...hits.values()].map(({ hit, ids }) => ({ ...hit, sentenceIds: [...ids] }))
  return { hits: whole.filter(({ sentenceIds }) => sentenceIds.length > 0), isWhole: count < mostIds }
}
