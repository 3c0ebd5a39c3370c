import { Fragment } from 'react'
import { diffTokens, tokensOf } from '#lib/storyboard/diff-words.ts'

/** What was taken out and what was put in, word by word. */
export function ChangedWords({ from, to }: { from: string; to: string }) {
  const [old, next] = [tokensOf(from), tokensOf(to)]
  let at = 0
  const parts = diffTokens(old, next).map(({ start, end, newStart, newEnd }) => {
    const before = old.slice(at, start).join('')
    at = end
    return { before, taken: old.slice(start, end).join(''), given: next.slice(newStart, newEnd).join(''), start }
  })
  return (
    <p dir="auto">
      {parts.map(({ before, taken, given, start }) => (
        <Fragment key={start}>
          {before}
          {taken !== '' && <del className="rounded-sm bg-danger-soft text-danger">{taken}</del>}
          {given !== '' && <ins className="rounded-sm bg-accent-soft no-underline">{given}</ins>}
        </Fragment>
      ))}
      {old.slice(at).join('')}
    </p>
  )
}
