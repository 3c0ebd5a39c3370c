import { TriangleAlert } from 'lucide-react'
import type { LeftOutCount } from '#lib/storyboard/script/build-sections.ts'

type NotesPanelProps = { warnings: readonly string[]; leftOut: readonly LeftOutCount[] }

/** What a person should know before it is imported. */
export function NotesPanel({ warnings, leftOut }: NotesPanelProps) {
  return (
    <>
      {warnings.length > 0 && (
        <ul className="flex flex-col gap-2">
          {warnings.map((warning) => (
            <li key={warning} className="flex gap-2 text-muted">
              <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-accent" />
              {warning}
            </li>
          ))}
        </ul>
      )}
      {leftOut.length > 0 && (
        <details>
          <summary className="cursor-pointer rounded-md text-muted">Left out: {describeLeftOut(leftOut)}</summary>
          <ul className="mt-2 flex max-h-60 flex-col gap-1 overflow-y-auto border-line border-l-2 pl-3 text-muted text-sm">
            {leftOut.flatMap(({ what, examples }) =>
              examples.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they never change their places.
                <li key={`${what} ${index}`} dir="auto">
                  {text}
                </li>
              )),
            )}
          </ul>
        </details>
      )}
    </>
  )
}

function describeLeftOut(leftOut: readonly LeftOutCount[]): string {
  return leftOut
    .map(({ what, count }) => {
      if (what === 'title page') return 'the title'
      if (what === 'struck out') return count === 1 ? '1 struck out part' : `${count} struck out parts`
      const many = what === 'synopsis' ? 'synopses' : `${what}s`
      return count === 1 ? `1 ${what}` : `${count} ${many}`
    })
    .join(', ')
}
