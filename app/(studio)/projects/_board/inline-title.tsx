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

/**
 * A heading that is edited where it stands. Enter or leaving it saves; Escape brings the old one back. A field has one line, so
 * on a phone the same words stand over it in two until somebody is in it.
 */
export function InlineTitle({ value, label, maxLength, className, onSave }: InlineTitleProps) {
  const draft = useDraft(value, onSave)
  return (
    <span className="grid items-center *:col-start-1 *:row-start-1">
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
          'peer -ml-1.5 w-full min-w-0 text-ellipsis rounded-sm border border-transparent bg-transparent px-1.5 hover:border-line focus:border-line-strong focus:outline-none max-md:h-full max-md:min-h-11 max-md:not-focus:opacity-0',
          className,
        )}
      />
      <span
        aria-hidden
        dir="auto"
        className={classes(
          'wrap-anywhere pointer-events-none -ml-1.5 line-clamp-2 border border-transparent px-1.5 peer-focus:invisible md:hidden',
          className,
        )}
      >
        {draft.value}
      </span>
    </span>
  )
}
