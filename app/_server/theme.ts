import 'server-only'
import { cookies } from 'next/headers'
import { parseTheme, type Theme, themeCookie } from '#app/_ui/theme.ts'

export async function readTheme(): Promise<Theme> {
  return parseTheme((await cookies()).get(themeCookie)?.value)
}
