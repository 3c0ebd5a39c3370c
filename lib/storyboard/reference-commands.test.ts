import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it, vi } from 'vitest'
import type { Ctx } from '#lib/runtime/context.ts'
import { blobKey } from '#lib/runtime/media.ts'
import { createTurns } from '#lib/runtime/turns.ts'
import type { Role } from '#lib/team/model.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { addCastMember } from './cast-commands.ts'
import { readMember } from './list-queries.ts'
import { addReference, removeReference, serveReference } from './reference-commands.ts'

const studio = useStudio()
const storage = useMedia()
const decoding = createTurns(1)

describe('addReference', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('keeps a picture in %s as it was given, by its hash', async (format) => {
    const { id } = await aMember()
    const bytes = await aPicture(format)
    const hash = createHash('sha256').update(bytes).digest('hex')
    const row = await give(studio.ctx, id, bytes)
    expect(row).toMatchObject({ references: [hash], version: 2 })
    expect(await storage.media.read(blobKey(hash))).toEqual(Buffer.from(bytes))
    expect(await studio.ctx.db.blob.findUnique({ where: { hash } })).toMatchObject({
      ...{ mediaType: `image/${format}`, sizeBytes: bytes.byteLength, width: 8, height: 4 },
    })
  })

  it('keeps what is given twice once, and the order of what is given', async () => {
    const [one, other] = [await aMember(), await aMember()]
    const [a, b] = [await aPicture('png', 'red'), await aPicture('png', 'blue')]
    const first = await give(studio.ctx, one.id, a)
    expect(await give(studio.ctx, one.id, a)).toEqual(first)
    const both = await give(studio.ctx, one.id, b)
    expect(both.references).toHaveLength(2)
    expect(both.references[0]).toBe(first.references[0])
    const shared = await give(studio.ctx, other.id, a)
    expect(shared.references).toEqual(first.references)
  })

  it.each<[string, () => Promise<Uint8Array>]>([
    ['nothing', () => Promise.resolve(new Uint8Array())],
    ['text', () => Promise.resolve(new TextEncoder().encode('not a picture'))],
    ['another kind of picture', () => aPicture('gif')],
    [
      'a drawing that could fetch things',
      () => Promise.resolve(new TextEncoder().encode('<svg width="9" height="9"/>')),
    ],
    ['a picture that is cut off', async () => (await aPicture('png')).slice(0, -40)],
  ])('takes no %s', async (_, bytes) => {
    const { id } = await aMember()
    const add = give(studio.ctx, id, await bytes())
    await expect(add).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: { file: expect.any(String) } })
    expect((await readMember(studio.ctx, { id })).references).toEqual([])
  })
})

it('a reference can be looked at and taken away; its file stays for the takes made with it', async () => {
  const { id } = await aMember()
  const bytes = await aPicture('png')
  const { references } = await give(studio.ctx, id, bytes)
  const hash = references[0] ?? ''
  const answer = await serveReference(studio.ctx, storage.media, { id, hash })
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(bytes))
  const row = await removeReference(studio.ctx, { id, hash })
  expect(row).toMatchObject({ references: [], version: 3 })
  expect(await removeReference(studio.ctx, { id, hash })).toEqual(row)
  await expect(serveReference(studio.ctx, storage.media, { id, hash })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await storage.media.stat(blobKey(hash))).toBeDefined()
})

it('is for those who have the right, and nobody else', async () => {
  const { id } = await aMember()
  const bytes = await aPicture('png')
  const { references } = await give(studio.ctx, id, bytes)
  const hash = references[0] ?? ''
  for (const role of ['reviewer', 'viewer'] satisfies Role[]) {
    const denied = { code: 'FORBIDDEN' }
    await expect(give(studio.as(role), id, bytes)).rejects.toMatchObject(denied)
    await expect(removeReference(studio.as(role), { id, hash })).rejects.toMatchObject(denied)
    expect((await serveReference(studio.as(role), storage.media, { id, hash })).status).toBe(200)
  }
  const unknown = { code: 'NOT_FOUND' }
  await expect(give(studio.stranger, id, bytes)).rejects.toMatchObject(unknown)
  await expect(removeReference(studio.stranger, { id, hash })).rejects.toMatchObject(unknown)
  await expect(serveReference(studio.stranger, storage.media, { id, hash })).rejects.toMatchObject(unknown)
})

it('is not read from who may not give it', async () => {
  const { id } = await aMember()
  const readBytes = vi.fn(async () => new Uint8Array())
  const add = addReference(studio.stranger, { media: storage.media, decoding }, { id, readBytes })
  await expect(add).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(readBytes).not.toHaveBeenCalled()
})

async function give(ctx: Ctx, id: string, bytes: Uint8Array) {
  return await addReference(ctx, { media: storage.media, decoding }, { id, readBytes: async () => bytes })
}

async function aMember() {
  const { id: projectId } = await aProject(studio)
  return await addCastMember(studio.ctx, { projectId, name: 'Nova' })
}

async function aPicture(format: 'png' | 'jpeg' | 'webp' | 'gif', background = 'teal'): Promise<Uint8Array> {
  const picture = sharp({ create: { width: 8, height: 4, channels: 3, background } })
  return await picture.toFormat(format).toBuffer()
}
