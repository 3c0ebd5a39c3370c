'use client'

import { Layers } from 'lucide-react'
import { useGpus } from '#app/_live/use-gpus.ts'
import { Button } from '#app/_ui/button.tsx'
import { Menu } from '#app/_ui/menu.tsx'
import { draftCounts } from './draft-counts.ts'

type DraftsButtonProps = { isRefused: boolean; onMake(count: number): void }

/** Quick pictures to choose from: one, or as many as a GPU makes in one go. */
export function DraftsButton({ isRefused, onMake }: DraftsButtonProps) {
  const { data } = useGpus()
  const items = draftCounts(data?.items).map((count) => ({
    label: count === 1 ? 'One draft' : `${count} drafts`,
    disabled: isRefused,
    onSelect: () => onMake(count),
  }))
  return (
    <Menu items={items}>
      <Button aria-label="Make drafts" className="px-3">
        {/* A phone has room for the three words of this row, and not for all their pictures. */}
        <Layers size={16} aria-hidden className="max-md:hidden" />
        Drafts
      </Button>
    </Menu>
  )
}
