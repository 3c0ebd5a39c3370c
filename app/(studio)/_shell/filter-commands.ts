type Named = { title: string; group: string; words?: string }

/** The commands whose words contain every word typed, those that begin with the first one ahead. */
export function filterCommands<T extends Named>(commands: readonly T[], text: string): T[] {
  const words = text.toLocaleLowerCase().split(/\s+/u).filter(Boolean)
  const [first] = words
  if (first === undefined) return [...commands]
  const rank = ({ title }: Named) => (title.toLocaleLowerCase().startsWith(first) ? 0 : 1)
  return commands
    .filter(({ title, group, words: others = '' }) => {
      const whole = `${title} ${group} ${others}`.toLocaleLowerCase()
      return words.every((word) => whole.includes(word))
    })
    .sort((a, b) => rank(a) - rank(b))
}
