'use client'

import { classes } from '#app/_ui/classes.ts'
import { useDraft } from './use-draft.ts'

type InlineTitleProps = {
  value: string
  label: string
  maxLength: number
  className?: string
  onSave(text: string, baseText: string): void
}

/** A heading that is edited where it stands. Enter or leaving it saves; Escape brings the old one back. */
export function InlineTitle({ value, label, maxLength, className, onSave }: InlineTitleProps) {
  const draft = useDraft(value, onSave)
  return (
    <input
      aria-label={label}
      dir="auto"
      value={draft.value}
      maxLength={maxLength}
      onChange={(event) => draft.change(event.target.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') draft.discard()
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
      className={classes(
        'w-full min-w-0 text-ellipsis rounded-sm border border-transparent bg-transparent px-1.5 -ml-1.5 hover:border-line focus:border-line-strong focus:outline-none',
        className,
      )}
    />
  )
}
