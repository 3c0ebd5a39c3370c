import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildSections } from './build-sections.ts'
import { readScript } from './read-script.ts'
import type { ScriptFormat } from './script-model.ts'

const word = fc.constantFrom(
  ...'Nova waits. Dr. Lee! “Go?” said… INT. PIER - NIGHT NOVA (low) Chapter 3 夜になった。 أين هي؟ 🎬 a_b * ** [x] , ; " - — 12.5 e.g. \t'.split(
    ' ',
  ),
)
const line = fc.array(word, { maxLength: 9 }).map((words) => words.join(' '))
const source = fc.array(line, { minLength: 1, maxLength: 14 }).map((lines) => lines.join('\n'))

/** Letters and digits, and nothing else: every word, in order. */
const lettersOf = (text: string) => text.replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu, '')

function read(text: string, format: ScriptFormat, splitBy: 'sentence' | 'line') {
  try {
    return buildSections(readScript(text, { format }), { language: 'en', splitBy })
  } catch (error) {
    expect(String(error)).toContain('There are no sentences in it.')
    return undefined
  }
}

it.each(['sentence', 'line'] as const)('a text gives back every word of it in order, by %s', (splitBy) => {
  fc.assert(
    fc.property(source, (text) => {
      const built = read(text, 'text', splitBy)
      if (!built) return
      const all = built.sections.flatMap(({ title, sentences }) => [
        // What nobody wrote, for what stands before the first heading.
        title === 'Section 1' || title === 'Opening' ? '' : title,
        ...sentences.map((row) => row.text),
      ])
      expect(lettersOf(all.join(' '))).toBe(lettersOf(text))
    }),
  )
})

it.each(['text', 'markdown', 'fountain', 'csv'] as const)(
  '%s has no section and no sentence without words',
  (format) => {
    fc.assert(
      fc.property(source, (text) => {
        for (const { title, sentences } of read(text, format, 'sentence')?.sections ?? []) {
          expect(title.trim()).not.toBe('')
          for (const row of sentences) expect(row.text.trim()).not.toBe('')
        }
      }),
    )
  },
)
