'use client'

import { ChevronRight } from 'lucide-react'
import type { CastRow, ProjectRow, SentenceRow } from '#lib/storyboard/model.ts'
import { composeForGpu } from './compose-for-gpu.ts'
import { useWorkflows } from './use-workflows.ts'

type ComposedPromptProps = { sentence: SentenceRow; project: ProjectRow; cast: readonly CastRow[] }

/** What the GPU is really told: the scene with look, cast and style around it. Composed here, so it follows every key. */
export function ComposedPrompt({ sentence, project, cast }: ComposedPromptProps) {
  return (
    <details className="group rounded-md border border-line open:bg-canvas">
      <summary className="flex h-9 cursor-pointer list-none items-center gap-1.5 rounded-md px-2.5 text-muted hover:text-ink max-lg:h-11 pointer-coarse:min-h-10 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={16} aria-hidden className="transition-transform group-open:rotate-90" />
        Composed prompt
      </summary>
      <Parts sentence={sentence} project={project} cast={cast} />
    </details>
  )
}

function Parts({ sentence, project, cast }: ComposedPromptProps) {
  const workflows = useWorkflows()
  const { workflow, composed } = composeForGpu({ sentence, project, cast, workflows })
  const { prompt, parts, negative, loras, references, warnings } = composed
  const lines: [name: string, text: string][] = [
    ...parts.map(({ from, text }): [string, string] => [from, text]),
    ['negative', negative],
    ['LoRAs', loras.map(({ name, weight }) => `${name} at ${weight}`).join(', ')],
    ['references', references.length === 0 ? '' : String(references.length)],
    ['workflow', workflow],
  ]
  return (
    <div className="border-line border-t p-3">
      <p className="wrap-anywhere select-text whitespace-pre-wrap">{prompt === '' ? 'Nothing yet.' : prompt}</p>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-line border-t pt-3 text-sm">
        {lines.map(([name, text], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two parts may come from the same place, and none has a state.
          <div key={index} className="contents">
            <dt className="text-faint first-letter:uppercase">{name}</dt>
            <dd className="wrap-anywhere text-muted">{text === '' ? 'none' : text}</dd>
          </div>
        ))}
      </dl>
      {warnings.map((warning) => (
        <p key={warning} className="mt-2 text-accent text-sm">
          {warning}
        </p>
      ))}
    </div>
  )
}
