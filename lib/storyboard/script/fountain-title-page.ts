import type { ScriptElement } from './script-model.ts'
import type { SourceLine } from './source-lines.ts'
import { stripEmphasis } from './strip-marks.ts'

export type TitlePage = { title: string | null; element: ScriptElement | undefined; next: number }

const keys =
  /^(?:title|credit|authors?|source|notes|draft date|date|contact|copyright|revision|format|font|episode|series|language)\s*:/iu

/** What stands at the very start as "Key: value" until the first empty line is about the script. */
export function parseTitlePage(lines: readonly SourceLine[]): TitlePage {
  const first = lines[0]
  if (!first || !keys.test(first.text)) return { title: null, element: undefined, next: 0 }
  const end = lines.findIndex((line) => line.isBlank)
  const page = lines.slice(0, end < 0 ? lines.length : end)
  const at = page.findIndex(({ text }) => /^title\s*:/iu.test(text))
  const title: string[] = at < 0 ? [] : [(page[at]?.text ?? '').replace(/^title\s*:/iu, '')]
  for (const { text } of at < 0 ? [] : page.slice(at + 1)) {
    if (!/^\s{3,}|^\t/u.test(text)) break
    title.push(text)
  }
  const words = stripEmphasis(
    title
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' '),
  ).trim()
  const last = page.at(-1) ?? first
  const text = page.map((line) => line.text).join('\n')
  return {
    title: words === '' ? null : words,
    element: { kind: 'left-out', what: 'title page', text, start: first.start, end: last.end },
    next: page.length,
  }
}
