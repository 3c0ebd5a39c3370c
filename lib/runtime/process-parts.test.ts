import { afterEach, expect, it } from 'vitest'
import { openMedia } from '#lib/takes/media.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { readEnv } from './env.ts'
import { installProcessParts, processParts } from './process-parts.ts'
import { createTurns } from './turns.ts'
import { readVersion } from './version.ts'

const studio = useStudio()
const holder: Record<symbol, unknown> & typeof globalThis = globalThis
const key = Symbol.for('framewright')

afterEach(() => {
  delete holder[key]
})

it('says who should have installed the parts when nobody has', () => {
  expect(() => processParts()).toThrow(/bin\/web\.ts/)
})

it('hands the same parts to every copy of the module', async () => {
  // A name of its own makes a copy of its own, as Next's bundle is one.
  const address = './process-parts.ts?copy'
  const copy: typeof import('./process-parts.ts') = await import(address)
  expect(copy.processParts).not.toBe(processParts)

  const parts = {
    env: readEnv({}),
    db: studio.database.db,
    log: silentLog,
    media: openMedia(readEnv({})),
    filesRoot: 'data/',
    decoding: createTurns(1),
    version: readVersion(),
    migrations: [],
    owner: { personId: studio.ctx.actor.personId, teamId: studio.teamId },
    nouns: {},
  }
  installProcessParts(parts)
  expect(processParts()).toBe(parts)
  expect(copy.processParts()).toBe(parts)
})

it('readVersion is the one of the package', () => {
  expect(readVersion()).toMatch(/^\d+\.\d+\.\d+/)
})
