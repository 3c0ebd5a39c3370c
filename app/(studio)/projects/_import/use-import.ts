'use client'

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { toError } from '#app/_live/api.ts'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { FoundName } from '#lib/storyboard/script/find-names.ts'
import type { Reading } from '#lib/storyboard/script-input.ts'
import type { ScriptPreview } from '#lib/storyboard/script-preview.ts'
import { type Draft, toDraft } from './draft.ts'
import { arrange, type DraftHistory, redo, undo } from './draft-history.ts'
import { takeHandedFile } from './handed-file.ts'
import { dropImport, keepImport, readImport } from './keep-import.ts'
import { readPreview, type ScriptInput } from './script-calls.ts'
import { useServerBack } from './use-server-back.ts'

/** A script on its way in: what was given, how it reads, and what a person made of it. */
export type ImportState = DraftHistory & {
  /** Of the version it will be: asking twice makes one. */
  id: string
  input: ScriptInput
  preview: Omit<ScriptPreview, 'sections'>
  /** Names that come into the cast, as `keyOf` writes them. */
  chosen: readonly string[]
}

export type ImportHandle = {
  state: ImportState | undefined
  /** What was kept is being looked for. */
  isOpening: boolean
  /** A script is being read. */
  isBusy: boolean
  error: ErrorBody | undefined
  read(input: ScriptInput, reading?: Omit<Reading, 'name'>): Promise<void>
  /** Reads the same once more, in another way. */
  readAgain(reading: Omit<Reading, 'name'>): void
  /** With the section whose title is being typed. */
  arrange(draft: Draft, titledKey?: number): void
  undo(): void
  redo(): void
  choose(name: FoundName, isChosen: boolean): void
  startAgain(): void
  /** It has been imported: what was kept of it is not needed any more. */
  forget(): void
}

/** Of what a browser keeps of another version nothing is used. */
const formatVersion = 1
const keptAfterMs = 300

export function useImport(projectId: string | null): ImportHandle {
  const key = projectId ?? 'new'
  const [state, setState] = useState<ImportState>()
  const [isOpening, setOpening] = useState(true)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<ErrorBody>()
  const asked = useRef(0)
  const last = useRef<Parameters<ImportHandle['read']>>(undefined)

  const read = useCallback(
    async (input: ScriptInput, reading: Omit<Reading, 'name'> = {}) => {
      const turn = ++asked.current
      last.current = [input, reading]
      setBusy(true)
      setError(undefined)
      try {
        const { sections, ...preview } = await readPreview(projectId, input, reading)
        if (turn !== asked.current) return
        setState((before) => ({
          id: newId(),
          input,
          preview,
          draft: toDraft(sections),
          // Read in another way, it begins anew; what was arranged can be had back.
          past: before?.input === input && before.past.length > 0 ? [...before.past, before.draft] : [],
          future: [],
          chosen: chooseNames(preview.names, before?.input === input ? before : undefined),
        }))
      } catch (cause) {
        if (turn === asked.current) setError(toError(cause))
      } finally {
        if (turn === asked.current) setBusy(false)
      }
    },
    [projectId],
  )

  const begin = useEffectEvent(async () => {
    const file = takeHandedFile(projectId)
    if (file) {
      setOpening(false)
      return await read({ kind: 'file', file, name: file.name })
    }
    const turn = asked.current
    const kept = await readImport(key)
    // Something was given meanwhile.
    if (turn === asked.current && isKept(kept)) setState({ ...kept.state, future: [], caret: undefined })
    setOpening(false)
  })
  useEffect(() => void begin(), [])
  useKeeping(key, state)
  useServerBack(error, () => void (last.current && read(...last.current)))

  const readAgain = (reading: Omit<Reading, 'name'>) => {
    if (!state) return
    const { format, language, splitBy } = state.preview
    const fixed = format === 'docx' || format === 'fdx' ? {} : { format }
    void read(state.input, { ...fixed, language, splitBy, ...reading })
  }
  return {
    ...{ state, isOpening, isBusy, error, read, readAgain },
    arrange: (draft, titledKey) => setState((now) => now && { ...now, ...arrange(now, draft, titledKey) }),
    undo: () => setState((now) => now && { ...now, ...undo(now) }),
    redo: () => setState((now) => now && { ...now, ...redo(now) }),
    choose: (name, isChosen) =>
      setState((now) => {
        if (!now) return now
        const others = now.chosen.filter((one) => one !== keyOf(name))
        return { ...now, chosen: isChosen ? [...others, keyOf(name)] : others }
      }),
    forget: () => void dropImport(key),
    startAgain() {
      asked.current++
      setState(undefined)
      setError(undefined)
      setBusy(false)
      void dropImport(key)
    },
  }
}

export function keyOf({ kind, name }: Pick<FoundName, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

/** As a person has chosen before; of those who were not there, who speaks. */
function chooseNames(names: readonly FoundName[], before: ImportState | undefined): string[] {
  const known = new Set(before?.preview.names.map(keyOf))
  return names
    .filter((name) => (known.has(keyOf(name)) ? before?.chosen.includes(keyOf(name)) : isCharacter(name)))
    .map(keyOf)
}

/** Only who speaks is surely somebody. */
function isCharacter({ kind, isSure }: FoundName): boolean {
  return kind === 'character' && isSure
}

function useKeeping(key: string, state: ImportState | undefined): void {
  useEffect(() => {
    if (!state) return
    const timer = setTimeout(() => {
      // The draft before tells that something was arranged: read in another way, it can be had back.
      void keepImport(key, { formatVersion, state: { ...state, past: state.past.slice(-1), future: [] } })
    }, keptAfterMs)
    return () => clearTimeout(timer)
  }, [key, state])
}

function isKept(value: unknown): value is { state: ImportState } {
  return (
    typeof value === 'object' && value !== null && 'formatVersion' in value && value.formatVersion === formatVersion
  )
}
