import { memo } from 'react'
import type { Column } from '../view/view-state.ts'
import { cellLooks, columnNames } from './columns.ts'

/** What the columns are. The fields below have names of their own, so nobody has to be read this. */
export const ColumnHeads = memo(function ColumnHeads({ columns }: { columns: readonly Column[] }) {
  return (
    <div className="@container px-6 max-md:hidden" aria-hidden>
      <div className="flex h-8 items-center gap-3 px-2 text-faint text-xs">
        <span className={`${cellLooks.number} pl-7 pointer-coarse:pl-10`}>No.</span>
        <span className={cellLooks.picture}>Picture</span>
        <span className={`${cellLooks.text} pl-3`}>Text</span>
        {columns.map((column) => (
          <span key={column} className={`${cellLooks[column]} ${column === 'prompt' ? 'pl-3' : ''}`}>
            {columnNames[column]}
          </span>
        ))}
        <span className={cellLooks.menu} />
      </div>
    </div>
  )
})
