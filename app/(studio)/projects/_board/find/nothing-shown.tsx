import { Button } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { ViewState } from '../view/view-state.ts'
import { markNames } from './filters.ts'

type NothingShownProps = { view: ViewState; total: number; castName: string | undefined; onClear(): void }

/** The filter leaves nothing: what it asks for, and the way back to all. */
export function NothingShown({ view, total, castName, onClear }: NothingShownProps) {
  const { marks, search, onlyHits } = view
  const asked = [
    ...marks.map((mark) => markNames[mark].toLowerCase()),
    ...(castName === undefined ? [] : [`with ${castName}`]),
    ...(onlyHits && search.trim() !== '' ? [`“${search.trim()}” in it`] : []),
  ]
  return (
    <EmptyState
      title="No sentence fits the filter"
      action={
        <Button look="primary" onClick={onClear}>
          Show all {total.toLocaleString('en')}
        </Button>
      }
    >
      Asked for: {asked.join(', ')}. Loosen it, or show all sentences again.
    </EmptyState>
  )
}
