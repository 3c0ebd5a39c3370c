import { describeCount } from '#app/_ui/describe-count.ts'
import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'

/** "214 sentences imported", or what a new version changed. */
export function describeImported({ counts }: Pick<ScriptVersionRow, 'counts'>): string {
  const { added, edited, moved, archived, same } = counts
  if (same + edited + moved + archived === 0) return `${describeCount(added, 'sentence')} imported`
  const changes = [
    edited > 0 && `${edited} edited`,
    moved > 0 && `${moved} moved`,
    added > 0 && `${added} added`,
    archived > 0 && `${archived} archived`,
  ].filter(Boolean)
  return changes.length > 0 ? `Script updated: ${changes.join(', ')}` : 'The script is as it was'
}

/** Of an import that was taken back, what was not. */
export function describeKept(kept: number): string | undefined {
  if (kept === 0) return undefined
  if (kept === 1) return 'One sentence was changed since and stays as it is.'
  return `${kept.toLocaleString('en')} sentences were changed since and stay as they are.`
}
