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
  return changes.length > 0 ? `Script updated: ${changes.join(', ')}` : 'No sentence changed'
}

/** Of an import that was taken back, what was not. */
export function describeKept(kept: number): string | undefined {
  if (kept === 0) return undefined
  if (kept === 1) return 'One sentence was changed since and stays as it is.'
  return `${kept.toLocaleString('en')} sentences were changed since and stay as they are.`
}

/** Of one that was taken back altogether or in part: it is not had again with redo. */
export const foundAgain = 'To have it again, import it once more. Its text is kept in Versions of the script.'
