import { z } from 'zod'
import type { ScriptVersion } from '#prisma/client/client.ts'

export type ImportCounts = {
  sections: number
  sentences: number
  added: number
  edited: number
  moved: number
  same: number
  archived: number
  cast: number
}

/** One import of a script, without its source. */
export type ScriptVersionRow = {
  id: string
  projectId: string
  number: number
  name: string
  format: string
  language: string
  counts: ImportCounts
  createdBy: { id: string; name: string }
  createdAt: string
  undoneAt: string | null
}

const counts = z.object({
  sections: z.number(),
  sentences: z.number(),
  added: z.number(),
  edited: z.number(),
  moved: z.number(),
  same: z.number(),
  archived: z.number(),
  cast: z.number(),
})

type Stored = Omit<ScriptVersion, 'source' | 'before'> & { createdBy: { id: string; name: string } }

export function toVersionRow(version: Stored): ScriptVersionRow {
  const { id, projectId, number, name, format, language, createdBy, createdAt, undoneAt } = version
  return {
    ...{ id, projectId, number, name, format, language },
    counts: counts.parse(version.counts),
    createdBy: { id: createdBy.id, name: createdBy.name },
    createdAt: createdAt.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
  }
}

/** All but the source, which may be megabytes, and what is only for taking the import back. */
export const versionColumns = {
  id: true,
  projectId: true,
  number: true,
  name: true,
  format: true,
  language: true,
  counts: true,
  createdById: true,
  createdAt: true,
  undoneAt: true,
  createdBy: { select: { id: true, name: true } },
} as const

/** What taking an import back did: sentences put away again, put back as they were, and left because they were changed since. */
export type UndoneImport = { version: ScriptVersionRow; archived: number; restored: number; kept: number }
