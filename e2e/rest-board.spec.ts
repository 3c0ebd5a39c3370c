import { type APIRequestContext, expect } from 'playwright/test'
import { test } from './fixtures/test.ts'

const api = '/api/v1'
const nowhere = '0198a5c0-0000-7000-8000-000000000000'

test('a program makes a project with a script, reads it back and edits it', async ({ request }) => {
  const project = await made(request, '/projects', { name: 'By program' })
  expect(project).toMatchObject({ name: 'By program', version: 1, width: 1920, height: 1080, keptTakes: 10 })
  const section = await made(request, `/projects/${project.id}/sections`, { title: 'Scene 1' })
  const one = await made(request, `/sections/${section.id}/sentences`, {
    text: 'Rain falls.',
    imagePrompt: 'rain, neon',
  })
  expect(one).toEqual({
    ...{ id: one.id, sectionId: section.id, text: 'Rain falls.', imagePrompt: 'rain, neon', videoPrompt: '' },
    ...{ seed: null, locked: false, castIds: [], isImageDirty: true, isVideoDirty: true },
    ...{ staleBecause: [], videoStaleBecause: [], currentTakeId: null, currentClipId: null },
    ...{ imageFile: null, imageUrl: null, activeJobId: null, activeVideoJobId: null },
    ...{ position: expect.any(String), version: 1, deleted: false, gone: null, speaker: null },
    ...{ editedBy: { id: expect.any(String), name: expect.any(String) } },
    ...{ isPromptOutdated: false, isFavourite: false, madeById: null, takeSeed: null },
  })
  const more = await made(request, `/sections/${section.id}/sentences`, [{ text: 'It stops.' }, { text: 'Silence.' }])
  expect(more).toMatchObject({ items: [{ text: 'It stops.' }, { text: 'Silence.' }], nextCursor: null })

  const path = `/projects/${project.id}/sentences?limit=2`
  const first = await read(request, path)
  expect(first.items).toMatchObject([{ text: 'Rain falls.' }, { text: 'It stops.' }])
  const second = await read(request, `${path}&cursor=${first.nextCursor}`)
  expect(second).toMatchObject({ items: [{ text: 'Silence.' }], nextCursor: null })

  const changed = await change(request, 'put', `/sentences/${one.id}`, {
    ...{ imagePrompt: 'heavy rain', seed: '18446744073709551615', locked: true, isImageDirty: true, version: 1 },
  })
  expect(changed.status).toBe(200)
  expect(changed.body).toMatchObject({
    ...{ imagePrompt: 'heavy rain', seed: '18446744073709551615', locked: true, isImageDirty: true, version: 2 },
  })
  const late = await change(request, 'put', `/sentences/${one.id}`, { imagePrompt: 'snow', version: 1 })
  expect(late.status).toBe(409)
  expect(late.body.error).toMatchObject({ code: 'CONFLICT', details: { current: changed.body } })
  expect((await change(request, 'put', `/sentences/${one.id}`, { seed: 7 })).body).toMatchObject({ seed: '7' })
  expect((await change(request, 'put', `/sentences/${one.id}`, { seed: null })).body).toMatchObject({ seed: null })

  expect((await change(request, 'delete', `/sentences/${one.id}`)).body).toMatchObject({ deleted: true })
  expect((await read(request, path)).items).toMatchObject([{ text: 'It stops.' }, { text: 'Silence.' }])
  expect((await change(request, 'post', `/sentences/${one.id}/restore`)).body).toMatchObject({ deleted: false })
  expect((await change(request, 'delete', `/projects/${project.id}`)).body).toMatchObject({ deleted: true })
  expect((await request.get(`${api}/projects/${project.id}`)).status()).toBe(404)
  await change(request, 'post', `/projects/${project.id}/restore`)
  expect(await read(request, `/projects/${project.id}`)).toMatchObject({ name: 'By program', deleted: false })
})

test('a program splits a sentence and merges it again', async ({ request }) => {
  const project = await made(request, '/projects', { name: 'Cut by program' })
  const section = await made(request, `/projects/${project.id}/sections`, { title: 'INT. HALL - NIGHT' })
  const one = await made(request, `/sections/${section.id}/sentences`, { text: 'Rain falls. It stops.' })
  const split = await change(request, 'post', `/sentences/${one.id}/split`, { at: 11 })
  expect(split.status).toBe(200)
  expect(split.body).toMatchObject([
    { id: one.id, text: 'Rain falls.' },
    { text: 'It stops.', version: 1 },
  ])
  expect(split.body[1].imagePrompt).toContain('stops')
  const merged = await change(request, 'post', `/sentences/${split.body[1].id}/merge`, { direction: 'previous' })
  expect(merged.status).toBe(200)
  expect(merged.body[0]).toMatchObject({ id: one.id, text: 'Rain falls. It stops.', deleted: false })
  expect((await change(request, 'post', `/sentences/${one.id}/merge`)).status).toBe(400)
  const restored = await change(request, 'post', `/sentences/${split.body[1].id}/restore`)
  expect(restored.body).toMatchObject({ text: 'It stops.', deleted: false })
  expect(await read(request, `/sentences/${one.id}`)).toMatchObject({ text: 'Rain falls.' })
})

test('a word in a body that is not known is refused and named, and what was read can be sent back', async ({
  request,
}) => {
  const project = await made(request, '/projects', { name: 'By the letter' })
  const typo = await change(request, 'post', `/projects/${project.id}/generate`, { dryrun: true })
  expect(typo.status).toBe(400)
  expect(typo.body.error).toMatchObject({
    ...{ code: 'INVALID_INPUT', suggestion: 'Write dryRun instead of dryrun.', fields: { dryrun: expect.any(String) } },
  })
  expect((await change(request, 'patch', `/projects/${project.id}`, { ...project, style: 'ink' })).status).toBe(200)
  const section = await made(request, `/projects/${project.id}/sections`, { title: 'One' })
  expect((await change(request, 'patch', `/sections/${section.id}`, { ...section, title: 'Two' })).status).toBe(200)
  const deep = await change(request, 'post', `/sections/${section.id}/sentences`, [{ text: 'a', prompt: 'b' }])
  expect(deep.body.error).toMatchObject({ code: 'INVALID_INPUT', fields: { 'sentences.0.prompt': expect.any(String) } })
  const script = await change(request, 'post', `/projects/${project.id}/script/import`, { foo: 1 })
  expect(script.body.error).toMatchObject({ message: 'The body has what is not known here: foo.' })
  expect(script.body.error.available).toContain('sections')
  const row = await made(request, `/sections/${section.id}/sentences`, { text: 'a' })
  expect((await change(request, 'put', `/sentences/${row.id}`, { ...row, text: 'b' })).body).toMatchObject({
    text: 'b',
  })
  expect((await change(request, 'put', `/sentences/${row.id}`, { imageprompt: 'b' })).status).toBe(400)
  const nova = await made(request, `/projects/${project.id}/cast`, { name: 'Nova' })
  expect((await change(request, 'patch', `/cast/${nova.id}`, { ...nova, look: 'red hair' })).status).toBe(200)
})

test('a program sets the look of a project and its cast', async ({ request }) => {
  const project = await made(request, '/projects', { name: 'Look' })
  const look = {
    style: 'ink drawing',
    width: 1280,
    height: 720,
    steps: 12,
    cfg: 3.5,
    loras: [{ name: 'ink', weight: 0.5 }],
  }
  expect((await change(request, 'patch', `/projects/${project.id}`, look)).body).toMatchObject({ ...look, version: 2 })
  const nova = await made(request, `/projects/${project.id}/cast`, {
    name: 'Nova',
    look: 'red hair',
    triggerWords: 'nova',
  })
  const { items } = await read(request, `/projects/${project.id}/cast`)
  expect(items).toEqual([nova])
  const section = (await read(request, `/projects/${project.id}/sections`)).items[0]
  const sentence = await made(request, `/sections/${section.id}/sentences`, { text: 'Nova walks.' })
  const withNova = await change(request, 'put', `/sentences/${sentence.id}`, { castIds: [nova.id] })
  expect(withNova.body).toMatchObject({ castIds: [nova.id] })
  expect((await change(request, 'patch', `/cast/${nova.id}`, { look: 'bald' })).body).toMatchObject({ look: 'bald' })
  await change(request, 'delete', `/cast/${nova.id}`)
  expect(await read(request, `/sentences/${sentence.id}`)).toMatchObject({ castIds: [] })
  await change(request, 'post', `/cast/${nova.id}/restore`)
  expect(await read(request, `/sentences/${sentence.id}`)).toMatchObject({ castIds: [nova.id] })

  // The smallest PNG there is.
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const references = `${api}/cast/${nova.id}/references`
  const raw = await request.post(references, { data: png, headers: { 'Content-Type': 'image/png' } })
  expect(raw.status()).toBe(201)
  const [hash] = (await raw.json()).references
  const form = await request.post(references, {
    multipart: { file: { name: 'nova.png', mimeType: 'image/png', buffer: png } },
  })
  expect((await form.json()).references).toEqual([hash])
  const file = await request.get(`${references}/${hash}`)
  expect(file.headers()['content-type']).toBe('image/png')
  expect(await file.body()).toEqual(png)
  const gone = await request.delete(`${references}/${hash}`)
  expect((await gone.json()).references).toEqual([])
})

test('what a program does wrong is answered with what to correct, and an id', async ({ request }) => {
  const wrong: [method: Method, path: string, body: string | undefined, status: number, field?: string][] = [
    ['post', '/projects', '{"name":', 400],
    ['post', '/projects', '[]', 400],
    ['post', '/projects', '"text"', 400],
    ['post', '/projects', '{}', 400, 'name'],
    ['post', '/projects', `{"name":"${'x'.repeat(1_100_000)}"}`, 400],
    ['get', '/projects?cursor=x', undefined, 400, 'cursor'],
    ['get', '/projects?limit=0', undefined, 400, 'limit'],
    ['get', `/projects/${nowhere}`, undefined, 404],
    ['get', '/projects/none', undefined, 400, 'projectId'],
    ['patch', `/projects/${nowhere}`, '{"width":63}', 400, 'width'],
    ['patch', `/projects/${nowhere}`, '{"width":64}', 404],
    ['post', `/sections/${nowhere}/sentences`, '{"imagePrompt":"x"}', 400, 'text'],
    ['post', `/sections/${nowhere}/sentences`, '[{"text":" "}]', 400, 'sentences.0.text'],
    ['post', `/sections/${nowhere}/sentences`, '{"text":"x"}', 404],
    ['put', `/sentences/${nowhere}`, '{"seed":18446744073709551615}', 400, 'seed'],
    ['put', `/sentences/${nowhere}`, '{"seed":"18446744073709551616"}', 400, 'seed'],
    ['put', `/sentences/${nowhere}`, '{"locked":"yes"}', 400, 'locked'],
    ['put', `/sentences/${nowhere}`, '{"locked":true}', 404],
    ['delete', `/cast/${nowhere}`, undefined, 404],
    ['post', `/cast/${nowhere}/references`, 'not a picture', 404],
  ]
  for (const [method, path, body, status, field] of wrong) {
    const answer = await change(request, method, path, body)
    expect(answer.status, `${method} ${path}`).toBe(status)
    const { error } = answer.body
    expect(error).toMatchObject({ code: expect.any(String), message: expect.any(String), retryable: false })
    expect(error.id).toMatch(/^[0-9a-f-]{36}$/)
    if (field) expect(error.fields, `${method} ${path}`).toHaveProperty([field])
  }
})

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

async function change(request: APIRequestContext, ...[method, path, body]: [Method, string, unknown?]) {
  const data = typeof body === 'string' ? Buffer.from(body) : body
  const headers = { 'Content-Type': 'application/json' }
  const answer = await request[method](api + path, { headers, ...(data === undefined ? {} : { data }) })
  return { status: answer.status(), body: await answer.json() }
}

async function made(request: APIRequestContext, path: string, body: unknown) {
  const answer = await change(request, 'post', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

async function read(request: APIRequestContext, path: string) {
  const answer = await request.get(api + path)
  expect(answer.status()).toBe(200)
  return await answer.json()
}
