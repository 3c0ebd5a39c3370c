import { describe, expect, it } from 'vitest'
import { docxOf, zipOf } from '#lib/testing/zip.ts'
import { previewFile, previewText } from './script-preview.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const shown = async (bytes: Uint8Array, name: string) => {
  const { format, sections } = await previewFile(bytes, { name })
  return [format, ...sections.flatMap(({ title, sentences }) => [`# ${title}`, ...sentences.map(({ text }) => text)])]
}

describe('a file', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['a.txt', bytesOf('One. Two.'), ['text', '# Section 1', 'One.', 'Two.']],
    ['a.md', bytesOf('# A\n\nOne.\n\n# B\n\nTwo.'), ['markdown', '# A', 'One.', '# B', 'Two.']],
    ['a.fountain', bytesOf('INT. A - DAY\n\nRain.'), ['fountain', '# INT. A - DAY', 'Rain.']],
    ['a.csv', bytesOf('text\nOne. Two.'), ['csv', '# Section 1', 'One. Two.']],
    ['a.docx', docxOf(['# A', 'One. Two.']), ['docx', '# A', 'One.', 'Two.']],
    ['no-ending', docxOf(['One.']), ['docx', '# Section 1', 'One.']],
    [
      'screenplay.txt',
      bytesOf('INT. A - DAY\n\nRain.\n\nEXT. B - DAY\n\nSun.'),
      ['fountain', '# INT. A - DAY', 'Rain.', '# EXT. B - DAY', 'Sun.'],
    ],
    [
      'arabic.txt',
      bytesOf('حل الليل على الميناء. أين هي؟'),
      ['text', '# Section 1', 'حل الليل على الميناء.', 'أين هي؟'],
    ],
    ['japanese.txt', bytesOf('夜になった。船が帰る。'), ['text', '# Section 1', '夜になった。', '船が帰る。']],
    ['emoji.txt', bytesOf('She waves 👋🏽. 🎬 Cut!'), ['text', '# Section 1', 'She waves 👋🏽.', '🎬 Cut!']],
  ])('%s', async (name, bytes, expected) => {
    expect(await shown(bytes, name)).toEqual(expected)
  })

  it.each<[string, string, Uint8Array, string]>([
    ['an empty one', 'a.txt', new Uint8Array(), 'The file is empty.'],
    ['one of space', 'a.txt', bytesOf(' \n\t\n'), 'There are no sentences in it.'],
    [
      'a program called text',
      'a.txt',
      new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
      'This is a program, not a script.',
    ],
    ['a ZIP called text', 'a.txt', zipOf({ a: 'b' }), 'This is a ZIP file, not a script.'],
    ['a text called Word', 'a.docx', bytesOf('One.'), 'This is no Word document.'],
    ['a ZIP called Word', 'a.docx', zipOf({ 'xl/workbook.xml': '<a/>' }), 'This file is no Word document.'],
    ['half of a Word document', 'a.docx', docxOf(['One.']).subarray(0, 400), 'The Word document is damaged.'],
    [
      'a ZIP bomb',
      'a.docx',
      zipOf({ 'word/document.xml': Buffer.alloc(80_000_000, 32) }),
      'The file unpacks to far more than a script is.',
    ],
    [
      'a dense ZIP bomb',
      'a.docx',
      zipOf({ 'word/document.xml': Buffer.alloc(20_000_000, 32) }),
      'The file unpacks to far more than a script is.',
    ],
    [
      'a ZIP that lies about its size',
      'a.docx',
      zipOf({ 'word/document.xml': Buffer.alloc(20_000_000, 32) }, { claimed: 100 }),
      'The Word document is damaged.',
    ],
    [
      'an XML bomb called Word',
      'a.docx',
      zipOf({ 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>' }),
      'The file declares entities of its own, which no script needs.',
    ],
    [
      'an XML bomb',
      'a.fdx',
      bytesOf('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><FinalDraft>&b;</FinalDraft>'),
      'The file declares entities of its own, which no script needs.',
    ],
    ['a PDF', 'a.pdf', bytesOf('%PDF-1.7'), 'This is a PDF file, not a script.'],
  ])('%s is refused with a reason and what helps', async (...[, name, bytes, message]) => {
    await expect(previewFile(bytes, { name })).rejects.toMatchObject({ message, suggestion: expect.any(String) })
  })
})

it('says when a character is broken', () => {
  const broken = String.fromCharCode(0xd83d)
  expect(previewText(`Nova waits. ${broken}`, {}).warnings).toEqual([
    'One character is broken in the file and shown as \uFFFD. Look for it before you import.',
  ])
  expect(previewText('Nova waits.', {}).warnings).toEqual([])
})

describe('a script as long as can be', () => {
  it.each<[string, string]>([
    ['of sentences', 'Nova waits on the pier. '.repeat(21_000)],
    ['of one word', 'a'.repeat(1_000_000)],
    ['of spaces', `One.${' '.repeat(999_000)}Two.`],
    ['of lines', 'a\n'.repeat(310_000)],
    ['of open brackets', '[['.repeat(500_000)],
    ['of stars', '*a '.repeat(330_000)],
    ['of underscores', '_a'.repeat(500_000)],
    ['of capitals', 'A\n\n'.repeat(100_000)],
    ['of quotes', '"a, '.repeat(250_000)],
    ['of dots', '. … ... '.repeat(120_000)],
  ])(
    '%s is read or refused within a moment, in every format',
    (_, text) => {
      for (const format of ['text', 'markdown', 'fountain', 'csv'] as const) {
        const startedAt = performance.now()
        try {
          previewText(text, { format })
        } catch (error) {
          expect(String(error)).toMatch(/more than|no sentences/u)
        }
        // A slow machine under load takes some seconds; what goes wrong here takes hours.
        expect(performance.now() - startedAt, format).toBeLessThan(20_000)
      }
    },
    60_000,
  )

  it('and no longer', () => {
    expect(() => previewText('a'.repeat(5_000_001), {})).toThrow('more than 5,000,000 characters')
  })
})
