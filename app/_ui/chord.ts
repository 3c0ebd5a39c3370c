/** What of a key press is compared. */
type Press = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }

const names: Readonly<Record<string, string>> = {
  '↵': 'Enter',
  Esc: 'Escape',
  Space: ' ',
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  '⌫': 'Backspace',
  Del: 'Delete',
}

/** Whether a key press is this one, written as on the sheet: "Ctrl Shift Z", "Alt ↑", "/". On a Mac, ⌘ counts as Ctrl. */
export function isChord(chord: string, press: Press): boolean {
  const parts = chord.split(' ')
  const wanted = parts.at(-1) ?? ''
  const key = names[wanted] ?? wanted
  if (press.key !== key && press.key.toLowerCase() !== key.toLowerCase()) return false
  if ((press.ctrlKey || press.metaKey) !== parts.includes('Ctrl')) return false
  if (press.altKey !== parts.includes('Alt')) return false
  // Shift is how some characters are typed at all, such as the question mark.
  return isCharacter(key) || press.shiftKey === parts.includes('Shift')
}

function isCharacter(key: string): boolean {
  return key.length === 1 && key !== ' ' && key.toLowerCase() === key.toUpperCase()
}
