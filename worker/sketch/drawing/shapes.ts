import { mixColours } from './colour.ts'
import type { Frame } from './frame.ts'
import type { Thing } from './read-words.ts'

type StandingThing = Exclude<Thing, 'person' | 'birds'>

/** Where a thing stands when the ground allows it, and how large it is; its foot is at 0 of its own drawing. */
export type Shape = { foot: [number, number]; scale: [number, number] }

export const shapes: Record<StandingThing, Shape> = {
  boat: { foot: [690, 780], scale: [1.1, 1.5] },
  house: { foot: [790, 840], scale: [0.9, 1.3] },
  tower: { foot: [800, 850], scale: [1.2, 1.7] },
  lighthouse: { foot: [820, 870], scale: [1.4, 1.8] },
  tree: { foot: [850, 910], scale: [1.3, 1.8] },
  cat: { foot: [920, 965], scale: [1, 1.4] },
  dog: { foot: [915, 960], scale: [1.1, 1.5] },
  chair: { foot: [890, 940], scale: [1.2, 1.5] },
  table: { foot: [860, 900], scale: [1.3, 1.6] },
}

/** The outline of a thing, in units of its own. */
export function drawShape(thing: StandingThing, { palette, reading }: Frame): string {
  const isBright = reading.time === 'day'
  switch (thing) {
    case 'boat':
      return `<path d="M-80 0H80L58 34H-58Z"/><path d="M0 -6V-150L70 -22Z" fill="${palette.accent}"/><path d="M-6 -14V-120L-54 -22Z" fill="${mixColours(palette.accent, '#ffffff', 0.4)}"/>`
    case 'house':
      return `<path d="M-70 0V-70L0 -124L70 -70V0Z"/><path d="M34 -100V-136H50V-88Z"/><rect x="-14" y="-52" width="28" height="30" fill="${palette.light}" stroke="none" opacity="${isBright ? 0.45 : 0.95}"/>`
    case 'tower':
      return `<path d="M-34 0L-26 -230H-38V-256H-20V-246H-8V-256H8V-246H20V-256H38V-230H26L34 0Z"/><rect x="-7" y="-190" width="14" height="24" rx="7" fill="${palette.light}" stroke="none"/>`
    case 'lighthouse':
      return `<path d="M-70 0C-60 -18 -40 -26 0 -26S62 -18 76 0Z"/><path d="M-30 -22L-19 -240H19L30 -22Z" fill="${mixColours(palette.figure, '#f2ece0', isBright ? 0.72 : 0.4)}"/><path d="M-27.5 -72L-25 -122H25L27.5 -72ZM-22.7 -168L-20.5 -212H20.5L22.7 -168Z" fill="${palette.accent}" stroke="none"/><path d="M-28 -240H28V-248H-28ZM-17 -284L0 -304L17 -284Z"/><rect x="-12" y="-284" width="24" height="36" fill="${palette.light}"/>${isBright ? '' : `<defs><linearGradient id="beam"><stop offset="0" stop-color="${palette.light}" stop-opacity=".5"/><stop offset="1" stop-color="${palette.light}" stop-opacity="0"/></linearGradient></defs><path d="M12 -270L340 -330V-220L12 -262Z" fill="url(#beam)" stroke="none"/>`}`
    case 'tree':
      return `<path d="M-9 0C-4 -50 -6 -70 -14 -104L0 -92L16 -118C8 -70 8 -40 12 0Z"/><path d="M0 -250C62 -256 104 -206 84 -160C108 -120 54 -88 14 -106C-30 -82 -92 -104 -78 -154C-104 -200 -52 -250 0 -250Z"/>`
    case 'cat':
      return `<path d="M30 -4C62 -4 66 -40 52 -56" fill="none" stroke="${palette.figure}" stroke-width="9" stroke-linecap="round"/><path d="M-24 0C-26 -30 -22 -50 -16 -58C-32 -64 -34 -84 -28 -94L-26 -114L-12 -100H4L18 -114L20 -94C26 -84 24 -66 12 -58C30 -42 38 -18 34 0Z"/><path d="M-14 -82h5v6h-5ZM2 -82h5v6h-5Z" fill="${palette.light}" stroke="none"/>`
    case 'dog':
      return `<path d="M52 -62C70 -70 76 -84 74 -96" fill="none" stroke="${palette.figure}" stroke-width="8" stroke-linecap="round"/><path d="M-58 -84L-76 -74C-82 -66 -78 -60 -70 -60L-46 -60L-40 -40V0H-28L-24 -32H30L36 0H48L56 -58C50 -72 40 -72 20 -72H-22L-32 -96L-44 -104L-46 -92Z"/>`
    case 'chair':
      return '<path d="M-34 0V-150H-24V-66H34V0H24V-54H-24V0Z"/><path d="M-24 -140H30V-76H-24Z" opacity=".55"/>'
    case 'table':
      return '<path d="M-110 -84H110V-72H96V0H86V-72H-86V0H-96V-72H-110Z"/><path d="M20 -84L14 -112H42L36 -84Z" stroke="none"/>'
  }
}
