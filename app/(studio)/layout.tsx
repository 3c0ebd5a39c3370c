import type { ReactNode } from 'react'
import { readTheme } from '#app/_server/theme.ts'
import { Shell } from './_shell/shell.tsx'
import { BoardSessions } from './projects/_board/sessions.tsx'

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme()
  return (
    <BoardSessions>
      <Shell theme={theme}>{children}</Shell>
    </BoardSessions>
  )
}
