import { expect, it, vi } from 'vitest'
import { silentLog } from '#lib/testing/context.ts'
import { stopAll } from './stop-all.ts'

it('stops everything, also after one has failed and beside one that is slow, and tells what failed', async () => {
  const told = vi.spyOn(silentLog, 'warn')
  const stopped: string[] = []
  const last = Promise.withResolvers<void>()
  await stopAll(silentLog, {
    slow: async () => {
      await last.promise
      stopped.push('slow')
    },
    broken: async () => {
      throw new Error('database away')
    },
    thrown: () => {
      throw new Error('not even begun')
    },
    last: async () => {
      stopped.push('last')
      last.resolve()
    },
  })
  expect(stopped).toEqual(['last', 'slow'])
  expect(told.mock.calls.map(([, message]) => message)).toEqual([
    'thrown could not be stopped in order',
    'broken could not be stopped in order',
  ])
  told.mockRestore()
})
