import { describe, expect, it } from 'vitest'
import { buildSections } from './build-sections.ts'
import { prose, screenplay } from './fixtures.fixture.ts'
import { readDocx, readScript } from './read-script.ts'
import type { ParsedScript } from './script-model.ts'

const built = (parsed: ParsedScript, language = 'en') => buildSections(parsed, { language, splitBy: 'sentence' })
const shown = (parsed: ParsedScript, language = 'en') =>
  built(parsed, language).sections.flatMap(({ title, sentences }) => [
    `# ${title}`,
    ...sentences.map(({ speaker, text }) => (speaker === null ? text : `${speaker}: ${text}`)),
  ])

describe('a screenplay in Fountain', () => {
  const parsed = readScript(screenplay)
  it('is known by its looks', () => {
    expect(parsed.format).toBe('fountain')
    expect(parsed.title).toBe('The last ferry')
  })
  it('becomes scenes of sentences, with who says what', () => {
    expect(shown(parsed)).toEqual([
      '# INT. FERRY TERMINAL - NIGHT',
      'Rain on the windows.',
      'NOVA (30s) counts coins.',
      'The clock stops.',
      'NOVA: (softly) I know.',
      'NOVA: I know it is late.',
      'OTTO (V.O.): Nobody comes after ten.',
      '# EXT. PIER - CONTINUOUS',
      'The ferry leaves without a sound.',
      'NOVA: Wait!',
      'OTTO: Wait for us!',
      'THE END',
    ])
  })
  it('says what it left out', () => {
    expect(built(parsed).leftOut.map(({ what, count }) => [what, count])).toEqual([
      ['title page', 1],
      ['note', 1],
      ['transition', 1],
      ['struck out', 1],
    ])
  })

  it.each<[string, string, string[]]>([
    [
      'forced elements',
      '.snow\n\n!BANG\nHe falls.\n\n@McNova\nHello.\n\n> Fade away\n',
      ['# snow', 'BANG', 'He falls.', 'McNova: Hello.'],
    ],
    ['a lone capital line is action', 'INT. A - DAY\n\nBANG\n\nHe falls.\n', ['# INT. A - DAY', 'BANG', 'He falls.']],
    [
      'acts and scenes',
      '# Act one\n\n= It begins.\n\nINT. A - DAY\n\nRain.\n\nINT. B - DAY\n\nSnow.',
      ['# Act one · INT. A - DAY', 'Rain.', '# INT. B - DAY', 'Snow.'],
    ],
    [
      'numbers of scenes',
      '12 INT. A - DAY #12#\n\nRain.\n\nEXT. B\n\nSnow.',
      ['# 12 INT. A - DAY', 'Rain.', '# EXT. B', 'Snow.'],
    ],
    [
      'lyrics, centred text, page marks',
      'INT. A\n\n~La la\n\n===\n\n> End <\n\nEXT. B\n\nX.',
      ['# INT. A', 'La la', 'End', '# EXT. B', 'X.'],
    ],
    [
      'an empty line on purpose',
      'INT. A\n\nNOVA\nOne.\n  \nTwo.\n\nEXT. B\n\nX.',
      ['# INT. A', 'NOVA: One.', 'NOVA: Two.', '# EXT. B', 'X.'],
    ],
    [
      'a direction at the end',
      'INT. A\n\nNOVA\nOne.\n(she leaves)\n\nEXT. B\n\nX.',
      ['# INT. A', 'NOVA: One.', 'NOVA: (she leaves)', '# EXT. B', 'X.'],
    ],
    ['continued speech', "INT. A\n\nNOVA (CONT'D)\nOne.\n\nEXT. B\n\nX.", ['# INT. A', 'NOVA: One.', '# EXT. B', 'X.']],
    [
      'emphasis, and what is none',
      'INT. A\n\n_**Nova** runs_. 2 * 3 \\*s. a_b_c\n\nEXT. B\n\nX.',
      ['# INT. A', 'Nova runs.', '2 * 3 \\*s. a_b_c', '# EXT. B', 'X.'],
    ],
    [
      'what is never closed',
      'INT. A\n\nHe [[waits.\n\nEXT. B\n\nX. /* gone',
      ['# INT. A', 'He [[waits.', '# EXT. B', 'X.'],
    ],
  ])('%s', (_, source, expected) => {
    expect(shown(readScript(source, { format: 'fountain' }))).toEqual(expected)
  })
})

describe('plain text', () => {
  it('is parted at its chapters and put together where lines were broken', () => {
    expect(shown(readScript(prose))).toEqual([
      '# Chapter 1',
      'Nova waited at the pier.',
      'It rained, e.g. on Dr. Weber, who had no coat.',
      '"Where to?" Nova asked.',
      'Nobody answered.',
      '# Chapter 2: The island',
      'The ferry came back with Nova.',
      'Only the captain was gone…',
    ])
  })
  it('keeps lines that are lines', () => {
    expect(shown(readScript('Boats come in\nNets dry\nGulls'))).toEqual([
      '# Section 1',
      'Boats come in',
      'Nets dry',
      'Gulls',
    ])
  })
  it('joins lines that a program broke', () => {
    const source =
      'The boats come in late this evening because the\nwind has turned to the north and nobody on the\npier has a lamp.'
    expect(shown(readScript(source))).toEqual(['# Section 1', source.replaceAll('\n', ' ')])
    const japanese =
      '夜の港に船が帰ってくるのを、彼女は窓からずっと見ていたのだった、\n誰も来ないのに待っていた、そして朝がゆっくりと海の向こうから来た、\n終わり。'
    expect(shown(readScript(japanese), 'ja').at(-1)).not.toContain(' ')
  })
  it('counts on after what was left before the first heading', () => {
    expect(shown(readScript('Before.\n\nChapter 1\n\nAfter.'))).toEqual([
      '# Opening',
      'Before.',
      '# Chapter 1',
      'After.',
    ])
  })
  it('takes each line as it is when asked to', () => {
    const sections = buildSections(readScript('One. Two.\n\nThree.'), { language: 'en', splitBy: 'line' }).sections
    expect(sections[0]?.sentences.map(({ text }) => text)).toEqual(['One. Two.', 'Three.'])
  })
  it('splits what is too long at a clause, and says so', () => {
    const long = `${'word '.repeat(700)}done; ${'word '.repeat(700)}done.`
    const { sections, warnings } = built(readScript(long))
    expect(sections[0]?.sentences.map(({ text }) => text.length)).toEqual([3_505, 3_505])
    expect(warnings).toEqual(['A sentence is longer than 5,000 characters and split at a clause.'])
  })
  it('refuses what is nothing or too much', () => {
    expect(() => readScript(' \n ')).toThrow('There are no sentences in it.')
    expect(() => built(readScript('One.\n'.repeat(20_001)))).toThrow('more than 20,000 sentences')
  })
})

it('reads Markdown: headings, lists, emphasis, links, notes before it', () => {
  const source = `---
title: Ferries
---
# Ferries

Intro
-----

The **boat** is [late](https://example.com/a_b). It *rains*!

## Pier

- Nova waits
- Otto *sleeps*

> A sign: 2 * 3

![a map](map.png)

<!-- check -->

***

1. First
2. Second
`
  const parsed = readScript(source)
  expect([parsed.format, parsed.title]).toEqual(['markdown', 'Ferries'])
  expect(shown(parsed)).toEqual([
    ...[
      '# Intro',
      'The boat is late.',
      'It rains!',
      '# Pier',
      'Nova waits',
      'Otto sleeps',
      'A sign: 2 * 3',
      'First',
      'Second',
    ],
  ])
  expect(built(parsed).leftOut.map(({ what, count }) => [what, count])).toEqual([
    ['title page', 2],
    ['picture', 1],
    ['note', 1],
  ])
})

describe('a table', () => {
  it.each<[string, string, string[]]>([
    [
      'commas',
      'Scene,Text,Note\nPier,"Nova waits, alone. It rains.",x\nPier,"She says ""go"".",\nBoat,Otto sleeps.,',
      ['# Pier', 'Nova waits, alone. It rains.', 'She says "go".', '# Boat', 'Otto sleeps.'],
    ],
    ['semicolons', 'Szene;Satz\r\nPier;Nova wartet.\r\n;Es regnet.\r\n', ['# Pier', 'Nova wartet.', 'Es regnet.']],
    [
      'tabs without names',
      'Pier\tNova waits at the pier for long.\nBoat\tOtto sleeps under the deck again.',
      ['# Section 1', 'Nova waits at the pier for long.', 'Otto sleeps under the deck again.'],
    ],
    ['one column', 'Text\nOne.\n"Two\nlines."', ['# Section 1', 'One.', 'Two lines.']],
    ['a quote never closed', 'Text,X\n"One,2\nTwo,3', ['# Section 1', '"One', 'Two']],
  ])('%s', (_, source, expected) => {
    expect(shown(readScript(source, { format: 'csv' }))).toEqual(expected)
  })
  it('brings speakers and prompts, and says what it does not bring', () => {
    const parsed = readScript('text,character,prompt,seconds\nGo!,Nova,a pier,3\n', { format: 'csv' })
    expect(built(parsed).sections[0]?.sentences[0]).toMatchObject({ text: 'Go!', speaker: 'Nova', prompt: 'a pier' })
    expect(parsed.warnings).toEqual(['Not imported: the column “seconds”.'])
  })
  it('takes the columns a person names', () => {
    const parsed = readScript('a,b\nshort,a much longer text\n', { format: 'csv', columns: { text: 0, section: 1 } })
    expect(shown(parsed)).toContain('short')
  })
})

const fdx = (
  body: string,
) => `<?xml version="1.0" encoding="UTF-8"?><FinalDraft DocumentType="Script"><Content>${body}</Content>
<TitlePage><Content><Paragraph><Text>The last ferry</Text></Paragraph></Content></TitlePage></FinalDraft>`
const paragraph = (type: string, text: string) => `<Paragraph Type="${type}"><Text>${text}</Text></Paragraph>`

describe('Final Draft', () => {
  it('is read by the types of its paragraphs', () => {
    const parsed = readScript(
      fdx(
        `${paragraph('Scene Heading', 'INT. PIER - DAY')}
        <Paragraph Type="Action"><ScriptNote><Paragraph><Text>a note</Text></Paragraph></ScriptNote><Text>Rain &amp; </Text><Text Style="Bold">wind. It pours.</Text></Paragraph>
        <Paragraph><DualDialogue>${paragraph('Character', "NOVA (CONT'D)")}${paragraph('Parenthetical', '(low)')}${paragraph('Dialogue', 'Go. Now.')}</DualDialogue></Paragraph>
        ${paragraph('Transition', 'CUT TO:')}`,
      ),
    )
    expect([parsed.format, parsed.title]).toEqual(['fdx', 'The last ferry'])
    expect(shown(parsed)).toEqual(['# INT. PIER - DAY', 'Rain & wind.', 'It pours.', 'NOVA: (low) Go.', 'NOVA: Now.'])
  })
  it.each([
    ['<a/>', 'This is no Final Draft script.'],
    ['<FinalDraft><Content>', 'The file is damaged: unclosed tag: Content in line 1.'],
    ['<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><FinalDraft>&c;</FinalDraft>', 'declares entities'],
    ['<FinalDraft>&nope;</FinalDraft>', 'The file is damaged'],
    [`<FinalDraft>${'<a>'.repeat(300)}${'</a>'.repeat(300)}</FinalDraft>`, 'nested deeper'],
  ])('refuses %.40s', (xml, message) => {
    expect(() => readScript(xml, { format: 'fdx' })).toThrow(message)
  })
})

const word = (body: string) =>
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`
const wordParagraph = (text: string, style = '') =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
const styles = `<w:styles xmlns:w="x"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>`

describe('Word', () => {
  it('is read by its styles, with the changes that were made', () => {
    const body = word(
      `${wordParagraph('The last ferry', 'T')}${wordParagraph('Pier', 'berschrift1')}
      <w:p><w:r><w:t>Nova </w:t></w:r><w:del><w:r><w:delText>runs</w:delText><w:t>x</w:t></w:r></w:del><w:ins><w:r><w:t>waits</w:t></w:r></w:ins><w:r><w:t>. It rains.</w:t><w:br/><w:t>A new line.</w:t></w:r></w:p>
      ${wordParagraph('')}<w:tbl><w:tr><w:tc>${wordParagraph('A cell.')}</w:tc></w:tr></w:tbl>`,
    )
    const parsed = readDocx({ body, styles })
    expect(parsed.title).toBe('The last ferry')
    expect(shown(parsed)).toEqual(['# Pier', 'Nova waits.', 'It rains.', 'A new line.', 'A cell.'])
    expect(parsed.warnings).toHaveLength(1)
  })
  it('is read as a screenplay when it reads as one', () => {
    const lines = ['INT. PIER - DAY', '', 'Rain.', '', 'NOVA', 'Go.', '', 'EXT. SEA - DAY', '', 'Waves.']
    const parsed = readDocx({ body: word(lines.map((line) => wordParagraph(line)).join('')), styles: null })
    expect(shown(parsed)).toEqual(['# INT. PIER - DAY', 'Rain.', 'NOVA: Go.', '# EXT. SEA - DAY', 'Waves.'])
  })
})
