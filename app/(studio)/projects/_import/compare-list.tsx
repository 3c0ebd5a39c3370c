'use client'

import { useMemo, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { describeCount } from '#app/_ui/describe-count.ts'
import { ComparedRow } from './compared-row.tsx'
import type { Compared } from './comparison.ts'
import { firstChanges } from './first-changes.ts'

type CompareListProps = {
  compared: Compared
  onOld(index: number, oldId: string | null): void
  onKeep(index: number, keeps: boolean): void
}

/** So many are drawn at once; a script that was written anew has thousands. */
const shownAtOnce = 400

/** What changed, by section, with what stayed folded away. */
export function CompareList({ compared, onOld, onKeep }: CompareListProps) {
  const { sections, gone } = compared
  const [most, setMost] = useState(shownAtOnce)
  const { shown, rest } = useMemo(() => firstChanges(sections, most), [sections, most])
  const left = rest + Math.max(0, gone.length - most)
  return (
    <div className="flex flex-col gap-6">
      {shown.length === 0 && gone.length === 0 && (
        <p className="text-muted">The script is word for word what is on the board.</p>
      )}
      {shown.map(({ title, titleBefore, rows }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name that is theirs alone, and never move.
        <section key={at}>
          <h2 dir="auto" className="px-3 pb-1 font-semibold">
            {title}
            {titleBefore !== null && (
              <span className="font-normal text-muted text-sm">
                {' '}
                Renamed, until now <span dir="auto">{titleBefore}</span>
              </span>
            )}
          </h2>
          <ul>
            {rows.map((row) =>
              row.kind === 'changed' ? (
                <ComparedRow key={row.line.index} {...{ line: row.line, gone, onOld, onKeep }} />
              ) : (
                <li key={row.index} className="px-3 py-1 text-faint text-sm">
                  {describeCount(row.count, 'sentence')} as before
                </li>
              ),
            )}
          </ul>
        </section>
      ))}
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
      {left > 0 && (
        <Button look="accent" className="self-start" onClick={() => setMost(most + shownAtOnce)}>
          Show more ({left.toLocaleString('en')} left)
        </Button>
      )}
    </div>
  )
}
