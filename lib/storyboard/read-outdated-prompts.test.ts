import { expect, it } from 'vitest'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { editSentence } from './edit-sentence.ts'
import { readBoard } from './queries.ts'
import { importScript } from './script-commands.ts'
import { importScriptInput } from './script-input.ts'
import { previewText } from './script-preview.ts'

const studio = useStudio()

const script = `INT. KITCHEN - NIGHT

Nova lights the lamp.

INT. STAIRS - CONTINUOUS

Nova climbs the stairs.
`

it('a drafted prompt is outdated by a change of its words, until either of them is written anew', async () => {
  const { ctx } = studio
  const { id: projectId } = await aProject(studio)
  const { name, format, language, sections } = previewText(script, {})
  const input = { projectId, name, format, language, source: script, sections }
  await importScript(ctx, importScriptInput.parse(input))
  const rows = async () => (await readBoard(ctx, { projectId })).sentences
  const outdated = async () => (await rows()).filter((row) => row.isPromptOutdated).map(({ text }) => text)
  expect(await outdated()).toEqual([])

  const [first, second] = (await rows()).filter(({ text }) => text.startsWith('Nova'))
  if (!first || !second) throw new Error('The script has no sentences.')
  await editSentence(ctx, { id: first.id, text: 'Nova blows out the lamp.', baseText: first.text })
  // Under a heading that goes on at night.
  await editSentence(ctx, { id: second.id, text: 'Nova falls down the stairs.', baseText: second.text })
  expect(await outdated()).toEqual(['Nova blows out the lamp.', 'Nova falls down the stairs.'])

  const prompt = { field: 'imagePrompt', text: 'a dark kitchen', baseText: first.imagePrompt } as const
  await editSentence(ctx, { id: first.id, ...prompt })
  await editSentence(ctx, { id: second.id, text: second.text, baseText: 'Nova falls down the stairs.' })
  expect(await outdated()).toEqual([])
})
