export type Command = { id: string; label: string; kind: string; run(): void }

/** The commands whose words contain every word typed, those that begin with the first one ahead. */
export function filterCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLocaleLowerCase().split(/\s+/u).filter(Boolean)
  const [first] = words
  if (first === undefined) return [...commands]
  const rank = ({ label }: Command) => (label.toLocaleLowerCase().startsWith(first) ? 0 : 1)
  return commands
    .filter(({ label, kind }) => {
      const whole = `${label} ${kind}`.toLocaleLowerCase()
      return words.every((word) => whole.includes(word))
    })
    .sort((a, b) => rank(a) - rank(b))
}
