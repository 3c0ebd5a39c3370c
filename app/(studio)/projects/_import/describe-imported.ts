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
