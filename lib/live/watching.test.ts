import { expect, it } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { listen } from './listen.ts'
import { createWatchedJobs, tellWatched } from './watching.ts'

const studio = useStudio()

it('workers are told of every job that is watched, however many', async () => {
  const watched = createWatchedJobs(studio.clock)
  const listener = await listen({
    ...{ databaseUrl: studio.database.url, log: silentLog, onGap() {}, onEvent() {} },
    onWatched: watched.hear,
  })
  const ids = Array.from({ length: 400 }, (_, index) => idOf(index))
  await tellWatched(studio.ctx.db, ids)
  await expect.poll(() => ids.filter(watched.has).length).toBe(400)
  await listener.stop()
})
