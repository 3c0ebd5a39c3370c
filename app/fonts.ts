import localFont from 'next/font/local'

/** Latin letters are preloaded, and used only when there in time: text never jumps to another width. */
export const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  variable: '--font-inter',
  weight: '100 900',
  display: 'optional',
  preload: true,
  adjustFontFallback: false,
})
