import { readBoard } from '#lib/storyboard/queries.ts'
import { addTakes } from './board-fill.ts'
import { measure, onABoard } from './on-a-board.ts'
import type { Series } from './stats.ts'

export const title = 'Reading the board of 10,000 sentences with two of the cast in each, milliseconds'
export const floor = 'floor'

/** The floor reads the same sentences as they are stored, and derives nothing. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  return await onABoard(10_000, async ({ ctx, projectId, ids }) => {
    const { db } = ctx
    const read = () => readBoard(ctx, { projectId })
    const least = () => db.$queryRaw`select * from sentence where "projectId" = ${projectId}::uuid`
    const series: Series[] = [
      { name: 'floor', samples: await measure(least) },
      { name: 'no pictures', samples: await measure(read) },
    ]
    log('Making a take for each.')
    await addTakes(ctx, { projectId, ids })
    series.push({ name: 'all fresh', samples: await measure(read) })
    await db.project.update({ where: { id: projectId }, data: { style: 'ink' } })
    return [...series, { name: 'all stale', samples: await measure(read) }]
  })
}
