import type { z } from 'zod'

/** What a browser has kept, by whichever version of the page that was written; undefined where it is something else. */
export function readStored<T extends z.ZodType>(schema: T, text: string | null): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}
