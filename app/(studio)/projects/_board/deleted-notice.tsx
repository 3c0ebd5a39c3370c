import { Button } from '#app/_ui/button.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { tellGone } from './tell-gone.ts'

type DeletedNoticeProps = {
  sentence: SentenceRow
  onRestore(): void
  onCopy(): void
  onLetGo(): void
}

/** Someone took away the sentence a person is in, or has just written in. What they type is saved all the same. */
export function DeletedNotice({ sentence, onRestore, onCopy, onLetGo }: DeletedNoticeProps) {
  const { title, description } = tellGone(sentence)
  return (
    <div role="alert" className="mt-2 rounded-md border border-danger bg-danger-soft p-3">
      <p className="font-medium">{title}</p>
      <p className="text-muted">{description}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={onRestore}>Bring it back</Button>
        <Button onClick={onCopy}>Copy</Button>
        <Button look="quiet" onClick={onLetGo}>
          Let it go
        </Button>
      </div>
    </div>
  )
}
