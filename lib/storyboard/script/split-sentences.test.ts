import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitSentences } from './split-sentences.ts'

const split = (text: string, language = 'en') => splitSentences(text, language).map((piece) => piece.text)

describe('a reader agrees', () => {
  it.each<[string, string[]] | [string, string[], string]>([
    ['Night falls. The boats come in.', ['Night falls.', 'The boats come in.']],
    ['Dr. Nova waits. Mr. Lee is late.', ['Dr. Nova waits.', 'Mr. Lee is late.']],
    ['Bring fruit, e.g. Apples. Go.', ['Bring fruit, e.g. Apples.', 'Go.']],
    ['J. R. R. Tolkien wrote it. He did.', ['J. R. R. Tolkien wrote it.', 'He did.']],
    ['John F. Kennedy spoke. Rain fell.', ['John F. Kennedy spoke.', 'Rain fell.']],
    ['We go to plan B. Then we run.', ['We go to plan B.', 'Then we run.']],
    ['It was Nova and I. Nobody spoke.', ['It was Nova and I.', 'Nobody spoke.']],
    ['“Stop!” she said. He did not.', ['“Stop!” she said.', 'He did not.']],
    ['"Where to?" Nova asked. He shrugged.', ['"Where to?" Nova asked.', 'He shrugged.']],
    ['“Stop!” The door opened.', ['“Stop!”', 'The door opened.']],
    ['Well... maybe. Yes.', ['Well... maybe.', 'Yes.']],
    ['I… I don’t know. Go.', ['I… I don’t know.', 'Go.']],
    ['He waited… Then he left.', ['He waited…', 'Then he left.']],
    ['He waited... Then he left.', ['He waited...', 'Then he left.']],
    ['It costs 3.50 euros. Cheap!', ['It costs 3.50 euros.', 'Cheap!']],
    ['At 9 p.m. he came. At 9 p.m. He came.', ['At 9 p.m. he came.', 'At 9 p.m.', 'He came.']],
    ['No. 5 is alive. No. Never.', ['No. 5 is alive.', 'No.', 'Never.']],
    ['What?! No!! Never?', ['What?!', 'No!!', 'Never?']],
    ['(He waits.) She goes.', ['(He waits.)', 'She goes.']],
    ['See example.com for more. Thanks.', ['See example.com for more.', 'Thanks.']],
    ['She smiles 🙂. He does not 👨‍👩‍👧.', ['She smiles 🙂.', 'He does not 👨‍👩‍👧.']],
    ['He left. 2 men came. See fig. 3 for more.', ['He left.', '2 men came.', 'See fig. 3 for more.']],
    ['🎬', ['🎬']],
    ['No end at all', ['No end at all']],
    ['One. — Two.', ['One.', '— Two.']],
    [
      'Am 3. Mai kam er, z. B. Mit dem Zug. Dr. Weiß wartete.',
      ['Am 3. Mai kam er, z. B. Mit dem Zug.', 'Dr. Weiß wartete.'],
      'de',
    ],
    ['Er kam 1990. Dann ging er.', ['Er kam 1990.', 'Dann ging er.'], 'de'],
    ['M. Dupont entre. «Stop !» dit-il. Fin.', ['M. Dupont entre.', '«Stop !» dit-il.', 'Fin.'], 'fr'],
    ['¿Dónde está? ¡Aquí! La Sra. López ríe.', ['¿Dónde está?', '¡Aquí!', 'La Sra. López ríe.'], 'es'],
    [
      '夜になった。船が帰る。「行け！」と彼は言った。',
      ['夜になった。', '船が帰る。', '「行け！」と彼は言った。'],
      'ja',
    ],
    ['“走！”他说。天黑了。', ['“走！”他说。', '天黑了。'], 'zh'],
    ['حل الليل على الميناء. أين هي؟ لا أحد يعرف!', ['حل الليل على الميناء.', 'أين هي؟', 'لا أحد يعرف!'], 'ar'],
    ['밤이 내린다. 배가 돌아온다.', ['밤이 내린다.', '배가 돌아온다.'], 'ko'],
    ['Он ждал. Она ушла!', ['Он ждал.', 'Она ушла!'], 'ru'],
    ['  One.\u00a0 Two.  ', ['One.', 'Two.']],
    ['', []],
    [' \u200b\ufeff ', []],
  ])('%s', (text, expected, language = 'en') => {
    expect(split(text, language)).toEqual(expected)
  })
})

const word = fc.constantFrom(
  ...'Nova waits Dr. e.g. J. I … ... “Stop!” said ” " ( ) ? ! 。 、 夜 船 「 」 と 🙂 👨‍👩‍👧 أين ؟ 3. 5 B. — - \n \t \u200b \ud83d'.split(
    ' ',
  ),
  ' ',
)
const anyText = fc.oneof(
  fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme' }),
  fc.array(word).map((words) => words.join('')),
)
const language = fc.constantFrom('en', 'de', 'fr', 'ja', 'zh', 'ar', 'xx', '')
const wordsOf = (text: string) => text.replace(/[\s\u200B-\u200D\u2060\uFEFF]+/gu, '')

describe('whatever is written', () => {
  it('gives back every character of it that is no space, in order', () => {
    fc.assert(
      fc.property(anyText, language, (text, tag) => {
        expect(wordsOf(split(text, tag).join(''))).toBe(wordsOf(text))
      }),
    )
  })

  it('no sentence is empty, and each stands where it says', () => {
    fc.assert(
      fc.property(anyText, language, (text, tag) => {
        let last = 0
        for (const piece of splitSentences(text, tag)) {
          expect(piece.text.trim()).not.toBe('')
          expect(piece.start).toBeGreaterThanOrEqual(last)
          expect(text.slice(piece.start, piece.end)).toBe(piece.text)
          last = piece.end
        }
      }),
    )
  })

  it('splitting what was split changes nothing', () => {
    fc.assert(
      fc.property(anyText, language, (text, tag) => {
        const once = split(text, tag)
        expect(once.flatMap((piece) => split(piece, tag))).toEqual(once)
      }),
    )
  })
})
