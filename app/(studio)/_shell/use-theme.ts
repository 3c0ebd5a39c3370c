'use client'

import { useCallback, useState } from 'react'
import { applyTheme, type Theme } from '#app/_ui/theme.ts'

export function useTheme(initial: Theme) {
  const [theme, setShown] = useState(initial)
  const setTheme = useCallback((next: Theme) => {
    applyTheme(next)
    setShown(next)
  }, [])
  return { theme, setTheme }
}
