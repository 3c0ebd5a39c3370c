'use client'

import { Download, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { readApi, toError } from '#app/_live/api.ts'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { errorToast } from '#app/_ui/error-toast.ts'
import { TimeAgo } from '#app/_ui/time-ago.tsx'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'
import { describeImported } from './describe-imported.ts'
import { useUndoImport } from './use-undo-import.ts'

type VersionCardProps = {
  version: ScriptVersionRow
  /** Of those not taken back: each began with what the one before it left. */
  isNewest: boolean
  onChanged(): void
}

/** One import: what it was, what it did, and of the newest the way back. */
export function VersionCard({ version, isNewest, onChanged }: VersionCardProps) {
  const { number, name, createdBy, createdAt, undoneAt } = version
  const undo = useUndoImport()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const takeBack = async () => {
    setBusy(true)
    await undo(version)
    setBusy(false)
    onChanged()
  }
  const save = async () => {
    try {
      const path = `/api/v1/projects/${version.projectId}/script/versions/${version.id}`
      const { source } = await readApi<{ source: string }>(path)
      saveText(source, name)
    } catch (cause) {
      toast(errorToast(toError(cause)))
    }
  }
  return (
    <li className="flex items-center gap-3 rounded-lg border border-line bg-surface py-3 pr-2 pl-4">
      <span className="w-8 shrink-0 max-md:w-5 text-faint tabular-nums">{number}</span>
      <div className="min-w-0 grow">
        <p dir="auto" className="truncate font-medium">
          {name}
        </p>
        <p className="text-muted text-sm">
          {describeImported(version)} · {createdBy.name}, <TimeAgo at={createdAt} />
          {undoneAt && ' · taken back'}
        </p>
      </div>
      {isNewest && (
        <Button look="quiet" disabled={isBusy} onClick={() => void takeBack()}>
          <Undo2 size={16} aria-hidden />
          <span className="max-md:sr-only">Take back</span>
        </Button>
      )}
      <IconButton label={`Save version ${number} as text`} onClick={() => void save()}>
        <Download size={16} aria-hidden />
      </IconButton>
    </li>
  )
}

function saveText(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = /\.(?:txt|md|markdown|fountain|fdx|csv)$/iu.test(name) ? name : `${name}.txt`
  link.click()
  URL.revokeObjectURL(link.href)
}
