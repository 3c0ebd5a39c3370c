import { processParts } from '#lib/runtime/process-parts.ts'
import type { Thumbnails } from './thumbnails.ts'

export type TakesParts = { thumbnails: Thumbnails }

/** Those of the web process. */
export function takesParts(): TakesParts {
  // Safe: bin/web.ts puts them there, of this very type.
  return processParts().nouns.takes as TakesParts
}
