import { createDb } from '#lib/runtime/db.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { startInstance } from '../fixtures/instance.ts'
import type { Series } from './stats.ts'

const sentenceCount = 5_000
const runs = 10

export const title = 'A script of 5,000 sentences over HTTP, milliseconds'
export const floor = 'floor'

/** The floor puts as many rows into a table of their words alone, in one statement. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const instance = await startInstance()
  const db = createDb(await databaseUrlOf(instance.dataDir))
  const samples: Record<'preview' | 'import' | 'compare' | 'update', number[]> = {
    ...{ preview: [], import: [], compare: [], update: [] },
  }
  const floorSamples: number[] = []
  const post = async (path: string, body: object) => {
    const startedAt = performance.now()
    const response = await fetch(`${instance.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(await response.text())
    // Safe: each answer is used as the route before it documents it.
    const answer = (await response.json()) as Answer
    return { answer, took: performance.now() - startedAt }
  }
  try {
    await db.$executeRaw`create table floor (text text)`
    const source = sentences('waits').join('\n')
    const next = sentences('sleeps').join('\n')
    for (let run = 0; run < runs; run++) {
      const startedAt = performance.now()
      await db.$executeRaw`insert into floor select * from jsonb_array_elements_text(${JSON.stringify(sentences('waits'))}::jsonb)`
      floorSamples.push(performance.now() - startedAt)
      const { answer: project } = await post('/projects', { name: `Bench ${run}` })
      const script = `/projects/${project.id}/script`
      const first = await post(`${script}/preview`, { text: source })
      const cast = [{ name: 'Nova', kind: 'character' }]
      const made = await post(`${script}/import`, { ...importOf(first.answer), cast })
      const second = await post(`${script}/preview`, { text: next })
      const sections = second.answer.sections.map(({ title, sentences }) => ({
        title,
        sentences: sentences.map(({ text }) => text),
      }))
      const compared = await post(`${script}/compare`, { language: 'en', sections })
      const updated = await post(`${script}/import`, updateOf(second.answer, compared.answer))
      samples.preview.push(first.took)
      samples.import.push(made.took)
      samples.compare.push(compared.took)
      samples.update.push(updated.took)
      log(`${run + 1} of ${runs}`)
    }
    const series = Object.entries(samples).map(([name, samples]) => ({ name, samples }))
    return [{ name: 'floor', samples: floorSamples }, ...series]
  } finally {
    await db.$disconnect()
    await instance.stop()
  }
}

type Answer = {
  id: string
  name: string
  format: string
  language: string
  source: string
  sections: { title: string; sentences: { text: string; speaker: string | null; prompt: string | null }[] }[]
  lines: ({ oldId: string } | null)[]
  sentences: { id: string; text: string }[]
  gone: string[]
}

/** Every tenth differs between the two. */
function sentences(verb: string): string[] {
  return Array.from({ length: sentenceCount }, (_, index) => {
    return `Nova ${index % 10 === 0 ? verb : 'walks'} along pier ${index} while the last ferry of the night comes in.`
  })
}

function importOf({ name, format, language, source, sections }: Answer) {
  return { name, format, language, source, sections }
}

function updateOf(preview: Answer, { lines, sentences, gone }: Answer) {
  const texts = new Map(sentences.map(({ id, text }) => [id, text]))
  const named = (id: string) => ({ id, text: texts.get(id) })
  let index = 0
  const sections = preview.sections.map((section) => ({
    ...section,
    sentences: section.sentences.map((sentence) => {
      const line = lines[index++]
      return line ? { ...sentence, old: { ...named(line.oldId), newPrompt: true } } : sentence
    }),
  }))
  return { ...importOf(preview), sections, gone: gone.map(named) }
}
