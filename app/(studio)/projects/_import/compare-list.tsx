'use client'

import { useMemo, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { describeCount } from '#app/_ui/describe-count.ts'
import { ComparedRow } from './compared-row.tsx'
import type { Compared, ComparedLine, ComparedSection } from './comparison.ts'

type CompareListProps = {
  compared: Compared
  onOld(index: number, oldId: string | null): void
  onKeep(index: number, keeps: boolean): void
}

/** So many are drawn at once; a script that was written anew has thousands. */
const shownAtOnce = 400

/** What changed, by section, with what stayed folded away. */
export function CompareList({ compared, ...acts }: CompareListProps) {
  const { sections, gone } = compared
  const [most, setMost] = useState(shownAtOnce)
  const changed = useMemo(() => sections.filter(({ lines }) => lines.some(({ kind }) => kind !== 'same')), [sections])
  const { shown, rest } = useMemo(() => takeFirst(changed, most), [changed, most])
  return (
    <div className="flex flex-col gap-6">
      {changed.length === 0 && gone.length === 0 && (
        <p className="text-muted">The script is word for word what is on the board.</p>
      )}
      {shown.map(({ title, lines }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name that is theirs alone, and never move.
        <section key={at}>
          <h2 dir="auto" className="px-3 pb-1 font-semibold">
            {title}
          </h2>
          <ul>
            {lines.map((line) => (
              <Line key={line.index} line={line} next={lines} compared={compared} {...acts} />
            ))}
          </ul>
        </section>
      ))}
      {rest > 0 && (
        <Button look="accent" className="self-start" onClick={() => setMost(most + shownAtOnce)}>
          Show more ({rest.toLocaleString('en')} left)
        </Button>
      )}
      {gone.length > 0 && (
        <section>
          <h2 className="px-3 pb-1 font-semibold">No longer in the script</h2>
          <p className="px-3 pb-2 text-muted text-sm">
            They are archived with their pictures, and can be brought back from the versions of the script.
          </p>
          <ul>
            {gone.slice(0, most).map(({ id, text, number, sectionTitle }) => (
              <li
                key={id}
                className="grid grid-cols-[8rem_1fr] gap-3 px-3 py-2 [content-visibility:auto] max-md:grid-cols-1"
              >
                <span className="truncate text-faint text-sm" title={sectionTitle}>
                  {number}. {sectionTitle}
                </span>
                <p dir="auto" className="text-muted">
                  {text}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

type LineProps = CompareListProps & { line: ComparedLine; next: readonly ComparedLine[] }

/** A run of those that stayed is one line, said at its first. */
function Line({ line, next, compared, ...acts }: LineProps) {
  if (line.kind !== 'same') return <ComparedRow line={line} gone={compared.gone} {...acts} />
  const at = next.indexOf(line)
  if (next[at - 1]?.kind === 'same') return null
  const end = next.findIndex(({ kind }, index) => index > at && kind !== 'same')
  const count = (end < 0 ? next.length : end) - at
  return <li className="px-3 py-1 text-faint text-sm">{describeCount(count, 'sentence')} as before</li>
}

function takeFirst(sections: readonly ComparedSection[], most: number): { shown: ComparedSection[]; rest: number } {
  const shown: ComparedSection[] = []
  let [count, rest] = [0, 0]
  for (const { title, lines } of sections) {
    const changes = lines.filter(({ kind }) => kind !== 'same').length
    if (count >= most) rest += changes
    else shown.push({ title, lines })
    count += changes
  }
  return { shown, rest }
}
