'use client'

import { Ellipsis, Redo2, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { Menu } from '#app/_ui/menu.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { type Board, longest } from '#lib/storyboard/model.ts'
import { MakePicturesButton } from './batch/make-pictures-button.tsx'
import { InlineTitle } from './inline-title.tsx'
import type { BoardActs } from './keys/board-acts.ts'
import { menuItems } from './keys/menu-items.ts'
import { SaveState } from './save-state.tsx'
import type { BoardHandle } from './use-board.ts'

type BoardHeaderProps = {
  projectId: string
  handle: BoardHandle
  board: Board
  acts: BoardActs
  /** To where two texts have to be chosen from. */
  onDecide(): void
  children: ReactNode
}

const inMenu = [
  'import',
  'versions',
  'archived',
  'make-stale',
  'make-failed',
  'make-all',
  'queue',
  'fold',
  'copy-link',
  'add-section',
  'duplicate-project',
  'archive-project',
]

/** The project's name, whether all is saved, the way back and forth, and what is done with the whole of it. */
export function BoardHeader({ projectId, handle, board, acts, onDecide, children }: BoardHeaderProps) {
  return (
    <PageHeader
      isWide
      title={
        <h1>
          <InlineTitle
            value={board.project.name}
            label="Project name"
            maxLength={longest.projectName}
            onSave={(name, baseName) =>
              handle.perform('renaming the project', { kind: 'project.rename', id: projectId, name, baseName })
            }
            className="font-semibold text-xl max-md:text-lg md:h-10"
          />
        </h1>
      }
      actions={
        // As wide as it will be from its first part on: a slow line paints a header before it is all there.
        <div className="flex min-w-99 items-center gap-2 @max-xl:min-w-42.5 @max-xl:gap-0">
          <div className="grow">
            <SaveState status={handle.status} pendingCount={handle.pendingCount} onDecide={onDecide} />
          </div>
          <IconButton label="Undo (Ctrl Z)" onClick={handle.undo} disabled={!handle.canUndo}>
            <Undo2 size={16} aria-hidden />
          </IconButton>
          <IconButton label="Redo (Ctrl Shift Z)" onClick={handle.redo} disabled={!handle.canRedo}>
            <Redo2 size={16} aria-hidden />
          </IconButton>
          <MakePicturesButton onOpen={() => acts.makeMany({ scope: 'stale' })} />
          <Menu items={menuItems(acts, inMenu)}>
            <IconButton label="More for the project">
              <Ellipsis size={16} aria-hidden />
            </IconButton>
          </Menu>
        </div>
      }
    >
      {children}
    </PageHeader>
  )
}
