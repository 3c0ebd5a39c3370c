'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState, useTransition } from 'react'
import { tryAction } from '#app/_live/try-action.ts'
import { Button } from '#app/_ui/button.tsx'
import { describeHelp } from '#app/_ui/describe-help.ts'
import { Dialog } from '#app/_ui/dialog.tsx'
import { Field } from '#app/_ui/field.tsx'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { longest } from '#lib/storyboard/model.ts'
import { createProject } from '../actions.ts'

type NewProjectDialogProps = { open: boolean; onOpenChange(open: boolean): void }

export function NewProjectDialog({ open, onOpenChange }: NewProjectDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New project" description="You can rename it at any time.">
      <NewProjectForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function NewProjectForm({ onDone }: { onDone(): void }) {
  const router = useRouter()
  // Chosen once for the form: pressing again after a lost answer finds the project instead of making a second one.
  const [id] = useState(newId)
  const [name, setName] = useState('')
  const [error, setError] = useState<ErrorBody>()
  const [isSending, startSending] = useTransition()

  const create = (event: FormEvent) => {
    event.preventDefault()
    startSending(async () => {
      const result = await tryAction(createProject, { id, name })
      if (!result.ok) return setError(result.error)
      onDone()
      router.push(`/projects/${result.value.id}`)
    })
  }

  const nameError = error?.fields?.name
  return (
    <form onSubmit={create} className="flex flex-col gap-4" noValidate>
      <Field
        label="Name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={nameError}
        maxLength={longest.projectName}
        placeholder="The lighthouse keeper"
        autoComplete="off"
      />
      {error && !nameError && (
        <p role="alert" className="text-danger">
          {error.message} {describeHelp(error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
        <Button look="primary" type="submit" disabled={isSending}>
          {isSending ? 'Creating…' : 'Create project'}
        </Button>
      </div>
    </form>
  )
}
