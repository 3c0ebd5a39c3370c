'use client'

import { FileUp } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { describeHelp } from '#app/_ui/describe-help.ts'
import { FrameCorners } from '#app/_ui/empty-state.tsx'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import type { ScriptInput } from './script-calls.ts'

type ChooseScriptProps = {
  /** It is not known yet whether there is one already: nothing is shown that would be gone in a moment. */
  isOpening: boolean
  isBusy: boolean
  error: ErrorBody | undefined
  onChosen(input: ScriptInput): void
}

const endings = '.txt,.md,.markdown,.fountain,.spmd,.fdx,.docx,.csv,.tsv,text/plain,text/markdown,text/csv'

/** The first step: a file, or the words themselves. */
export function ChooseScript({ isOpening, isBusy, error, onChosen }: ChooseScriptProps) {
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  return (
    <div className={classes('mx-auto flex max-w-2xl flex-col gap-6', isOpening && 'invisible')}>
      <div className="flex flex-col items-center gap-3 rounded-lg border border-line-strong border-dashed px-6 py-12 text-center">
        <FrameCorners />
        <h2 className="font-semibold text-lg">Drop the script here</h2>
        <p className="max-w-110 text-muted">
          Text, Markdown, Fountain, Final Draft, Word or CSV. You see every section and sentence before anything is
          written, and no word is changed.
        </p>
        <Button look="primary" className="mt-2 min-w-38" disabled={isBusy} onClick={() => field.current?.click()}>
          <FileUp size={16} aria-hidden />
          {isBusy ? 'Reading…' : 'Choose a file'}
        </Button>
        <input
          ref={field}
          type="file"
          accept={endings}
          aria-label="The script’s file"
          className="hidden"
          onChange={({ target }) => {
            const file = target.files?.[0]
            // So that the same file can be chosen once more after it was changed.
            target.value = ''
            if (file) onChosen({ kind: 'file', file, name: file.name })
          }}
        />
      </div>
      {error && (
        <p role="alert" className="rounded-md border border-danger bg-danger-soft p-3">
          <strong className="font-semibold">{error.message}</strong> {describeHelp(error)}
        </p>
      )}
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') onChosen({ kind: 'text', text })
        }}
      >
        <label htmlFor={id} className="font-medium text-sm">
          Or paste it
        </label>
        <textarea
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text/plain')
            // A whole script is looked at straight away: a browser takes minutes to put thousands of lines into a field.
            if (text !== '' || !pasted.trim().includes('\n')) return
            event.preventDefault()
            onChosen({ kind: 'text', text: pasted })
          }}
          rows={10}
          dir="auto"
          placeholder={'INT. KITCHEN - NIGHT\n\nNova pours the last of the coffee.'}
          className="resize-y rounded-md border border-line-strong bg-canvas px-3 py-2.5 placeholder:text-faint"
        />
        <div className="flex justify-end">
          <Button type="submit" className="min-w-26" disabled={isBusy || text.trim() === ''}>
            {isBusy ? 'Reading…' : 'Look at it'}
          </Button>
        </div>
      </form>
    </div>
  )
}
