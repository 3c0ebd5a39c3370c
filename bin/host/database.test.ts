import { createServer } from 'node:net'
import { describe, expect, inject, it } from 'vitest'
import { checkDatabase, placeOf } from './database.ts'

describe('checkDatabase', () => {
  it('gives the version', async () => {
    expect(await checkDatabase(inject('templateUrl'))).toMatch(/^\d+\.\d+$/)
  })

  it.each([
    ['password', 'hunter2', 'it refuses this user or password'],
    ['pathname', '/no-such-database', 'there is no database of that name'],
    ['port', '1', 'nothing accepts connections there'],
    ['hostname', 'no-such-host.invalid', 'the'],
  ] as const)('says what is wrong with the %s, and never the password', async (part, value, reason) => {
    const url = new URL(inject('templateUrl'))
    const { password } = url
    url[part] = value
    const error = await checkDatabase(url.href).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', message: expect.stringContaining(reason) })
    expect(JSON.stringify(error) + String(error)).not.toMatch(new RegExp(`hunter2|${password}`))
  })

  it('does not wait for a server that never answers', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    await expect(checkDatabase(`postgresql://a:b@127.0.0.1:${port}/c`, 50)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('it did not answer in time'),
    })
    silent.close()
  })
})

it.each([
  ['postgresql://me:secret@db.example/films', 'db.example:5432/films'],
  ['postgresql://me:secret@db.example:6432/films?sslmode=require', 'db.example:6432/films'],
])('placeOf shows where, not who', (url, place) => {
  expect(placeOf(url)).toBe(place)
})
