'use client'

import { useMemo, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { describeCount } from '#app/_ui/describe-count.ts'
import { describeHelp } from '#app/_ui/describe-help.ts'
import { CompareList } from './compare-list.tsx'
import {
  applyDecisions,
  arrangeAsBoard,
  type Compared,
  countDrafts,
  countKinds,
  countRenamed,
  type Decisions,
  keepDecisions,
  noDecisions,
  toUpdate,
} from './comparison.ts'
import { toSections } from './draft.ts'
import { useComparison } from './use-comparison.ts'
import type { ImportState } from './use-import.ts'
import { useSendImport } from './use-send-import.ts'

type CompareStepProps = { projectId: string; state: ImportState; onBack(): void; onDone(): void }

/** What a person decided, and of which sentences. */
type Decided = { of: ReturnType<typeof arrangeAsBoard>; decisions: Decisions }

/** The new version beside what is on the board: what changed, what to do with it, and the button. */
export function CompareStep({ projectId, state, onBack, onDone }: CompareStepProps) {
  const sections = useMemo(() => toSections(state.draft), [state.draft])
  const { comparison, error, compareAgain } = useComparison({ projectId, language: state.preview.language, sections })
  const { send, isSending, error: sendError, forgetError } = useSendImport({ projectId, onDone })
  const [decided, setDecided] = useState<Decided>()
  const [redraft, setRedraft] = useState(true)
  const arranged = useMemo(() => comparison && arrangeAsBoard(sections, comparison), [sections, comparison])
  const decisions = useMemo(
    () => (decided && arranged ? keepDecisions(decided.decisions, decided.of, arranged) : noDecisions),
    [decided, arranged],
  )
  const compared = useMemo(
    () => comparison && arranged && applyDecisions(arranged, comparison, decisions),
    [arranged, comparison, decisions],
  )
  const problem = sendError ?? error
  const again = () => {
    forgetError()
    void compareAgain()
  }
  if (!compared || !comparison || !arranged) {
    return problem ? <Problem error={problem} onAgain={again} /> : <p className="text-muted">Comparing…</p>
  }
  const drafts = countDrafts(compared)
  const decide = (more: Partial<Decisions>) => setDecided({ of: arranged, decisions: { ...decisions, ...more } })
  return (
    <div className="flex flex-col gap-6">
      <p aria-live="polite" className="font-medium text-lg">
        {describeChanges(compared, comparison.byHand)}
      </p>
      <CompareList
        compared={compared}
        onOld={(index, oldId) => decide({ oldIds: new Map(decisions.oldIds).set(index, oldId) })}
        onKeep={(index, keeps) => decide({ keeps: new Map(decisions.keeps).set(index, keeps) })}
      />
      {problem && <Problem error={problem} onAgain={again} />}
      <div className="sticky bottom-0 -mx-3 flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-line border-t bg-canvas px-3 py-3 max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))]">
        {drafts > 0 && (
          <label className="mr-auto flex min-h-9 cursor-pointer items-center gap-2.5">
            <input
              type="checkbox"
              checked={redraft}
              onChange={(event) => setRedraft(event.target.checked)}
              className="size-4 accent-accent"
            />
            New first prompts for {describeCount(drafts, 'edited sentence')} whose prompt nobody wrote
          </label>
        )}
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
        <Button
          look="primary"
          disabled={isSending}
          onClick={() => void send(state, { body: toUpdate(arranged, compared, { redraft }) })}
        >
          {isSending ? 'Updating…' : 'Update the board'}
        </Button>
      </div>
    </div>
  )
}

function Problem({
  error,
  onAgain,
}: {
  error: Parameters<typeof describeHelp>[0] & { message: string }
  onAgain(): void
}) {
  return (
    <div role="alert" className="flex items-center gap-3 rounded-md border border-danger bg-danger-soft p-3">
      <p className="grow">
        {error.message} {describeHelp(error)}
      </p>
      <Button onClick={onAgain}>Compare again</Button>
    </div>
  )
}

function describeChanges(compared: Compared, byHand: number): string {
  const { same, edited, moved, kept, new: added, gone } = countKinds(compared)
  const renamed = countRenamed(compared)
  const parts = [
    [renamed, renamed === 1 ? 'section renamed' : 'sections renamed'],
    [edited, 'edited'],
    [moved, 'moved'],
    [added, 'new'],
    [gone, 'archived'],
    [same, 'as before'],
    [kept, 'with your own words'],
    [byHand, 'added by hand, which stay'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString('en')} ${what}`)
    .join(' · ')
}
