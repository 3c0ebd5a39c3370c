import './fonts.css'
import './globals.css'
import './board.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { Providers } from './_live/providers.tsx'
import { readTheme } from './_server/theme.ts'
import { inter } from './fonts.ts'

export const metadata: Metadata = {
  title: { default: 'Framewright', template: '%s · Framewright' },
  description: 'Turns a script into a storyboard, with pictures made on your own GPUs.',
}

const canvas = { dark: '#131313', light: '#f5f5f4' }

/** The browser's own edges take the colour of the page. */
export async function generateViewport(): Promise<Viewport> {
  const theme = await readTheme()
  const asSystem = (['dark', 'light'] as const).map((name) => {
    return { media: `(prefers-color-scheme: ${name})`, color: canvas[name] }
  })
  return {
    width: 'device-width',
    initialScale: 1,
    themeColor: theme === 'system' ? asSystem : canvas[theme],
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Read on the server, so that the first paint already has the right colours.
  const theme = await readTheme()
  return (
    <html lang="en" data-theme={theme} className={inter.variable}>
      <body className="bg-canvas font-sans text-ink">
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
