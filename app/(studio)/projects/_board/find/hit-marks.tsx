import { splitHits } from './search.ts'

/** The same words behind a field, with what is searched for marked: a field itself cannot mark anything. */
export function HitMarks({ text, search }: { text: string; search: string }) {
  const pieces = splitHits(text, search)
  if (pieces.length < 2 && !pieces[0]?.isHit) return null
  return (
    <span className="hit-marks" aria-hidden>
      {pieces.map(({ at, words, isHit }) =>
        isHit ? (
          <mark key={at} className="rounded-xs bg-accent-soft text-transparent">
            {words}
          </mark>
        ) : (
          words
        ),
      )}
    </span>
  )
}
