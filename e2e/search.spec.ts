import { expect } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { expectAccessible } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

test('a sentence is found by who is in it and by the seed of an older take, and says why', async ({
  page,
  complaints,
}) => {
  const board = await createProject(page, 'Searched')
  for (const text of ['Rain falls.', 'Wind blows.', 'Snow melts.']) await board.add(text)
  await board.expectSaved()
  const projectId = page.url().split('/').at(-1)
  const read = async () => await (await page.request.get(`/api/v1/projects/${projectId}/board`)).json()
  const [rain, wind] = (await read()).sentences
  const nova = await page.request.post(`/api/v1/projects/${projectId}/cast`, { data: { name: 'Nova' } })
  await page.request.put(`/api/v1/sentences/${wind.id}`, { data: { castIds: [(await nova.json()).id] } })
  for (const seed of ['4711471147114711', '815']) {
    await page.request.post(`/api/v1/sentences/${rain.id}/regenerate-image`, { data: { seed } })
    await expect.poll(async () => (await read()).sentences[0].takeSeed, { timeout: 60_000 }).toBe(seed)
  }

  const field = page.getByRole('searchbox', { name: 'Find in words, prompts, people and takes' })
  await field.fill('47114711')
  await expect(page.getByText('Seed 4711471147114711 of a take')).toBeVisible()
  await expect(page.getByText('1/1')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show only what is found' }).click()
  await board.expectTexts(['Rain falls.'])
  await field.fill('nova')
  await board.expectTexts(['Wind blows.'])
  await expect(page.getByText('With Nova')).toBeVisible()

  complaints.allow(/ERR_FAILED/)
  await page.route('**/search?*', async (route) => await route.abort())
  await field.fill('snow')
  await expect(page.getByText('Takes not searched')).toBeVisible()
  await board.expectTexts(['Snow melts.'])
  await page.unroute('**/search?*')
  // The page tries again by itself.
  await expect(page.getByText('Takes not searched')).toBeHidden({ timeout: 30_000 })
  await board.expectTexts(['Snow melts.'])
})
