import { AppError } from '#lib/runtime/errors.ts'

type What = 'project' | 'section' | 'sentence' | 'member of the cast'

type Change = {
  what: What
  /** The text that stands there, the one the edit began with, and the one it should become. */
  current: string
  base: string | undefined
  next: string
  /** What is there now, for whoever has to choose. */
  row: unknown
}

/**
 * Whether there is anything to write. Asking again after a lost answer finds the text already there; an edit that began with
 * another text than the current one would overwrite what someone else wrote, and is refused.
 */
export function isEdit({ what, current, base, next, row }: Change): boolean {
  if (current === next) return false
  if (base === undefined || base === current) return true
  throw changedMeanwhile(what, { current: row })
}

type Versioned = { what: What; version: number | undefined; row: { version: number } }

/** For programs that name the version their change begins with. */
export function refuseOldVersion({ what, version, row }: Versioned): void {
  if (version !== undefined && version !== row.version) throw changedMeanwhile(what, { current: row })
}

/** `current` is what stands there; `merged`, where a text was asked for, is both together. */
export function changedMeanwhile(what: What, details: { current: unknown; merged?: string }): AppError {
  return new AppError({
    code: 'CONFLICT',
    message: `Someone else changed this ${what} while you were editing it.`,
    suggestion: 'Look at what stands there now, and choose which of the two to keep.',
    details,
  })
}
