import type { Ctx } from '#lib/runtime/context.ts'
import { searchTakes } from '#lib/storyboard/search-takes.ts'
import { measure, onABoard } from './on-a-board.ts'
import type { Series } from './stats.ts'

const takesOfEach = 10

export const title = 'Searching 100,000 takes of 10,000 sentences, milliseconds'
export const floor = 'nothing'

/** The floor asks for what no take has, which is found out from the index alone. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  return await onABoard(10_000, async ({ ctx, projectId }) => {
    log('Making ten takes for each.')
    await addTakes(ctx, projectId)
    const asked = {
      nothing: 'nowhere',
      seed: '1844',
      'LoRA of few': 'lora 7',
      'LoRA of a tenth': 'grain',
      workflow: 'flux',
    }
    const series: Series[] = []
    for (const [name, q] of Object.entries(asked)) {
      series.push({ name, samples: await measure(() => searchTakes(ctx, { projectId, q })) })
    }
    return series
  })
}

/** As wide as takes are, with fifty ways of making them. */
async function addTakes({ db, actor }: Ctx, projectId: string): Promise<void> {
  await db.$executeRaw`
    insert into take (id, "projectId", "sentenceId", "createdById", kind, recipe, "recipeHash", workflow, seed, graph, made,
      "mediaType", "contentHash", "sizeBytes", width, height, ingredients)
    select gen_random_uuid(), ${projectId}::uuid, s.id, ${actor.personId}::uuid, 'image',
      jsonb_build_object('scene', repeat(md5(s.id::text || n), 20)), repeat('a', 64), 'flux-2',
      floor(random() * 18446744073709551615::numeric), repeat(md5(s.id::text || n), 90), '{}',
      'image/png', repeat('a', 64), 1, 1920, 1080,
      case when n = 1 then 'lora grain.safetensors' else 'lora plain.safetensors' end
        || E'\nlora lora ' || (ascii(right(s.id::text, 1)) % 25) || E'.safetensors\nmodel flux1-dev.safetensors\nworkflow flux-2'
    from sentence s cross join generate_series(1, ${takesOfEach}) n where s."projectId" = ${projectId}::uuid`
  await db.$executeRaw`vacuum analyze take`
}
