import { z } from 'zod'

const logLine = z.object({
  level: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).partial().optional(),
})

/** The numbers pino writes. */
const warnLevel = 40
const errorLevel = 50

/** A log line as one short sentence for the terminal, or undefined when it is no warning. */
export function shortWarning(line: string): string | undefined {
  const entry = parseLine(line)
  return entry && entry.level >= warnLevel ? entry.text : undefined
}

/** Why a process ended, from its last lines: what it logged as an error, else what Node wrote about it. */
export function reasonOf(lines: readonly string[]): string {
  const logged = lines.map(parseLine).findLast((entry) => entry !== undefined && entry.level >= errorLevel)
  if (logged) return logged.text
  const plain = lines.filter((line) => !line.startsWith('{') && line.trim() !== '')
  const named = plain.findLast((line) => /^(\[?\w*Error\b|Error:|FATAL)/.test(line.trim()))
  return (named ?? '').trim()
}

function parseLine(line: string): { level: number; text: string } | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const { level, msg, err } = logLine.parse(JSON.parse(line))
    return { level, text: [msg, err?.message].filter(Boolean).join(': ') }
  } catch {
    // Some other program's output that happens to begin like ours.
    return undefined
  }
}
