import './fonts.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from './_live/providers.tsx'
import { parseTheme, themeCookie } from './_ui/theme.ts'
import { inter } from './fonts.ts'

export const metadata: Metadata = {
  title: { default: 'Framewright', template: '%s · Framewright' },
  description: 'Turns a script into a storyboard, with pictures made on your own GPUs.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#131313' },
    { media: '(prefers-color-scheme: light)', color: '#f5f5f4' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Read on the server, so that the first paint already has the right colours.
  const theme = parseTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme} className={inter.variable}>
      <body className="bg-canvas font-sans text-ink">
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
