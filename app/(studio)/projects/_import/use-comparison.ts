'use client'

import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { askApi, toError } from '#app/_live/api.ts'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import type { ScriptComparison } from '#lib/storyboard/script-compare.ts'
import type { ScriptPreview } from '#lib/storyboard/script-preview.ts'
import { useServerBack } from './use-server-back.ts'

type Asked = { projectId: string; language: string; sections: ScriptPreview['sections'] }

/** Compares the script with the board as it is now, and once more when asked to. */
export function useComparison(asked: Asked) {
  const [comparison, setComparison] = useState<ScriptComparison>()
  const [error, setError] = useState<ErrorBody>()
  const compare = useCallback(async ({ projectId, language, sections }: Asked) => {
    setError(undefined)
    const texts = sections.map(({ title, sentences }) => ({ title, sentences: sentences.map(({ text }) => text) }))
    try {
      const path = `/api/v1/projects/${projectId}/script/compare`
      setComparison(await askApi<ScriptComparison>(path, { language, sections: texts }))
    } catch (cause) {
      setError(toError(cause))
    }
  }, [])
  const begin = useEffectEvent(() => void compare(asked))
  useEffect(() => begin(), [])
  useServerBack(error, () => void compare(asked))
  return { comparison, error, compareAgain: () => compare(asked) }
}
