import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { parseTheme, themeCookie } from '#app/_ui/theme.ts'
import { Shell } from './_shell/shell.tsx'
import { BoardSessions } from './projects/_board/sessions.tsx'

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value)
  return (
    <BoardSessions>
      <Shell theme={theme}>{children}</Shell>
    </BoardSessions>
  )
}
