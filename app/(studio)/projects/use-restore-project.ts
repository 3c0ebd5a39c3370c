'use client'

import { useState } from 'react'
import { restoreProject } from './actions.ts'
import { useTurnProject } from './use-turn-project.ts'

/** Brings a deleted project back, and tells whether it did; why not is told to the person here. */
export function useRestoreProject(id: string): { restore(): Promise<boolean>; isRestoring: boolean } {
  const turn = useTurnProject()
  const [isRestoring, setRestoring] = useState(false)
  const restore = async () => {
    setRestoring(true)
    const isBack = await turn(restoreProject, id)
    setRestoring(false)
    return isBack
  }
  return { restore, isRestoring }
}
