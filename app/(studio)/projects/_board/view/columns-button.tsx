'use client'

import { Columns3 } from 'lucide-react'
import { memo } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { CheckMenu } from '#app/_ui/check-menu.tsx'
import { columnNames } from '../table/columns.ts'
import { type Column, columns } from './view-state.ts'

type ColumnsProps = { chosen: readonly Column[]; onChange(chosen: readonly Column[]): void }

/** Which columns the table has. A phone shows none of them, and has no use for the button. */
export const ColumnsButton = memo(function ColumnsButton({ chosen, onChange }: ColumnsProps) {
  return (
    <CheckMenu
      groups={[
        {
          title: 'Columns',
          items: columns.map((column) => ({
            value: column,
            label: columnNames[column],
            isOn: chosen.includes(column),
          })),
        },
      ]}
      onChange={(value, isOn) =>
        onChange(columns.filter((column) => (column === value ? isOn : chosen.includes(column))))
      }
    >
      <Button look="quiet" className="h-8 px-2.5 max-md:hidden">
        <Columns3 size={14} aria-hidden />
        <span className="@max-xl:sr-only">Columns</span>
      </Button>
    </CheckMenu>
  )
})
