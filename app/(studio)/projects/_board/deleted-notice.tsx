import { Button } from '#app/_ui/button.tsx'

/** Someone deleted the sentence a person is in. What they type is saved all the same. */
export function DeletedNotice({ onRestore, onLetGo }: { onRestore(): void; onLetGo(): void }) {
  return (
    <div role="alert" className="mt-2 rounded-md border border-danger bg-danger-soft p-3">
      <p className="font-medium">Someone else deleted this sentence while you were in it.</p>
      <div className="mt-3 flex gap-2">
        <Button onClick={onRestore}>Bring it back</Button>
        <Button onClick={onLetGo}>Let it go</Button>
      </div>
    </div>
  )
}
