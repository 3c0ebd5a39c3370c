'use client'

import type { ImportState } from './use-import.ts'

export function CompareStep(_: { projectId: string; state: ImportState; onBack(): void }) {
  return null
}
