import type { CSSProperties } from 'react'

/** Styles with variables among them, which React passes on but does not name. */
export function cssVars(styles: CSSProperties & Record<`--${string}`, string | number>): CSSProperties {
  return styles
}
