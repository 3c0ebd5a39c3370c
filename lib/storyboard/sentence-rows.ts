import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { isMadeFrom } from '#lib/recipe/hash.ts'
import type { Recipe, RecipeKind } from '#lib/recipe/recipe.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import { redoReason, staleBecause } from '#lib/recipe/stale.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { shadowKey } from '#lib/runtime/media.ts'
import type { CastRow, ProjectRow, SentenceRow } from './model.ts'
import { readCast } from './read-cast.ts'
import { readOutdatedPrompts } from './read-outdated-prompts.ts'
import * as read from './read-sentences.ts'
import { toProjectRow } from './rows.ts'

type Reading = Pick<Ctx, 'filesRoot'> & { db: Tx }
type Asked = { projectId: string; ids?: readonly string[] | undefined }

/**
 * Sentences as browsers and programs get them: with what is derived. A few reads, whatever their number. With
 * `ids` those, deleted ones among them; without, all that the board shows.
 */
export async function readSentenceRows({ db, filesRoot }: Reading, asked: Asked): Promise<SentenceRow[]> {
  if (asked.ids?.length === 0) return []
  const project = toProjectRow(await db.project.findUniqueOrThrow({ where: { id: asked.projectId } }))
  const cast = castBySentence(await readCast(db, asked.projectId), await read.readCastLinks(db, asked))
  const jobs = await read.readActiveJobs(db, asked)
  const scenes = (await read.readSentences(db, asked)).map((sentence): Scene => {
    const picture = read.parseTake(sentence.currentTakeId, sentence.picture)
    const clip = read.parseTake(sentence.currentClipId, sentence.clip)
    return { sentence, cast: cast.get(sentence.id) ?? [], project, picture, clip }
  })
  const recipes = await read.readRecipes(db, scenes.flatMap(takesInDoubt))
  const favourites = await read.readFavourites(db, asked)
  const outdated = await readOutdatedPrompts(db, asked)
  const names = await read.readNames(db, new Set(scenes.flatMap(({ sentence }) => sentence.editedById ?? [])))
  return scenes.map((scene) =>
    toSentenceRow(scene, { filesRoot, recipes, names, favourites, outdated, jobs: jobs.get(scene.sentence.id) }),
  )
}

/** A sentence and all that its picture is made of. */
type Scene = {
  sentence: read.StoredSentence
  cast: CastRow[]
  project: ProjectRow
  picture: read.CurrentTake | undefined
  clip: read.CurrentTake | undefined
}
type Known = Pick<Ctx, 'filesRoot'> & {
  recipes: ReadonlyMap<string, unknown>
  names: ReadonlyMap<string, string>
  favourites: ReadonlySet<string>
  outdated: ReadonlySet<string>
  jobs: read.ActiveJobs | undefined
}

function toSentenceRow(scene: Scene, { filesRoot, recipes, names, favourites, outdated, jobs }: Known): SentenceRow {
  const { sentence, cast, project } = scene
  const { id, currentTakeId, currentClipId, editedById, redoImage, redoVideo } = sentence
  const staleReasons = [...reasonsFor(scene, scene.picture, recipes), ...(redoImage ? [redoReason] : [])]
  const ofPicture = staleReasons.length > 0 ? [`picture is stale: ${staleReasons.join(', ')}`] : []
  const clipReasons = [...reasonsFor(scene, scene.clip, recipes), ...ofPicture, ...(redoVideo ? [redoReason] : [])]
  return {
    id,
    sectionId: sentence.sectionId,
    text: sentence.text,
    speaker: sentence.speaker,
    imagePrompt: sentence.imagePrompt,
    videoPrompt: sentence.videoPrompt,
    isPromptOutdated: outdated.has(id),
    seed: sentence.seed,
    locked: sentence.locked,
    castIds: cast.map((member) => member.id),
    isImageDirty: currentTakeId === null || staleReasons.length > 0,
    isVideoDirty: currentClipId === null || clipReasons.length > 0,
    staleBecause: currentTakeId === null ? [] : staleReasons,
    videoStaleBecause: currentClipId === null ? [] : clipReasons,
    currentTakeId,
    currentClipId,
    imageFile: currentTakeId && `${filesRoot}${shadowKey(project.id, id)}`,
    imageUrl: currentTakeId && `/api/v1/takes/${currentTakeId}/file`,
    activeJobId: jobs?.picture ?? null,
    activeVideoJobId: jobs?.clip ?? null,
    editedBy: editedById === null ? null : { id: editedById, name: names.get(editedById) ?? '' },
    madeById: scene.picture?.createdById ?? null,
    takeSeed: scene.picture?.seed ?? null,
    isFavourite: favourites.has(id),
    position: sentence.position,
    version: sentence.version,
    deleted: sentence.deleted,
    gone: sentence.gone,
  }
}

/** Of these, the stored recipe has to say what the difference is, or whether there is one. */
function takesInDoubt(scene: Scene): string[] {
  return [scene.picture, scene.clip].flatMap((take) => (take && !isSurelyFresh(scene, take) ? [take.id] : []))
}

function isSurelyFresh(scene: Scene, take: read.CurrentTake): boolean {
  // What a picture that was made from another one started from, only its recipe knows.
  if (take.kind !== 'image' && take.kind !== 'video') return false
  return isMadeFrom(recipeNow(scene, { kind: take.kind, source: scene.sentence.currentTakeId }), take)
}

function reasonsFor(scene: Scene, take: read.CurrentTake | undefined, recipes: Known['recipes']): string[] {
  if (!take || !recipes.has(take.id)) return []
  const stored = recipes.get(take.id)
  return staleBecause(recipeLike(scene, stored), { recipe: stored, seed: take.seed })
}

/** What would be made now in the way the take was made: a picture drawn from another is compared with its like. */
function recipeLike(scene: Scene, stored: unknown): Recipe {
  const { kind = 'image', source, workflow } = readStoredRecipe(stored)
  const now = recipeNow(scene, { kind, source: kind === 'video' ? scene.sentence.currentTakeId : source })
  // Only for pictures can a workflow be chosen; elsewhere it is the default of its day, and another makes nothing stale.
  return kind === 'image' ? now : { ...now, workflow: workflow ?? now.workflow }
}

function recipeNow({ sentence, cast, project }: Scene, { kind, source }: { kind: RecipeKind; source: string | null }) {
  return recipeOf({ kind, sentence, cast, project, defaultWorkflow: defaultWorkflows[kind], source })
}

/** The members of the cast in each sentence, in the order of the cast. */
function castBySentence(cast: readonly CastRow[], links: ReadonlyMap<string, string[]>): Map<string, CastRow[]> {
  const bySentence = new Map<string, CastRow[]>()
  for (const member of cast) {
    for (const id of links.get(member.id) ?? []) {
      const known = bySentence.get(id)
      if (known) known.push(member)
      else bySentence.set(id, [member])
    }
  }
  return bySentence
}
