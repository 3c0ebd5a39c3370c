'use client'

import { useEffect, useEffectEvent, useState } from 'react'

/** Hears files that are dropped anywhere on the page. Says whether one is over it now. */
export function useFileDrop(onFile: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false)
  const drop = useEffectEvent(onFile)
  useEffect(() => {
    // Elements within are left and entered on the way: only as many leavings as enterings are the end.
    let depth = 0
    const change = (by: number) => {
      depth = Math.max(0, depth + by)
      setOver(depth > 0)
    }
    const onEnter = (event: DragEvent) => hasFiles(event) && change(1)
    const onLeave = (event: DragEvent) => hasFiles(event) && change(-1)
    const onOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      change(-depth)
      const file = event.dataTransfer?.files[0]
      if (file) drop(file)
    }
    const listening = new AbortController()
    const { signal } = listening
    window.addEventListener('dragenter', onEnter, { signal })
    window.addEventListener('dragleave', onLeave, { signal })
    window.addEventListener('dragover', onOver, { signal })
    window.addEventListener('drop', onDrop, { signal })
    return () => listening.abort()
  }, [])
  return isOver
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
