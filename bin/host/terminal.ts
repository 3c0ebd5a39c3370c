export type Terminal = {
  /** Shows a step while it runs and how long it took; several may run at once. */
  step<T>(label: string, work: () => Promise<T>): Promise<T>
  print(line: string): void
}

/** Without a terminal to rewrite, a step that takes this long is announced before it is done. */
const announceAfterMs = 2_000
/** A step that was quick is not worth a line. */
const showFromMs = 50

export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  // People who set NO_COLOR or TERM=dumb want plain lines.
  const canRewrite = stream.isTTY === true && process.env.TERM !== 'dumb' && !process.env.NO_COLOR
  // Nobody reads on when the terminal is closed; that is no reason to fail.
  stream.on('error', () => {})
  const running = new Set<string>()

  const clear = (): void => {
    if (canRewrite && running.size > 0) stream.write('\r\u001b[K')
  }
  const draw = (): void => {
    if (canRewrite && running.size > 0) stream.write(`  ${[...running].join(', ')} …`.slice(0, stream.columns || 80))
  }
  const print = (line: string): void => {
    clear()
    stream.write(`${line}\n`)
    draw()
  }

  const step = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now()
    clear()
    running.add(label)
    draw()
    const timer = canRewrite ? undefined : setTimeout(() => print(`  ${label} …`), announceAfterMs)
    const end = (line: string | undefined): void => {
      clearTimeout(timer)
      clear()
      running.delete(label)
      if (line) stream.write(`${line}\n`)
      draw()
    }
    try {
      const result = await work()
      const tookMs = performance.now() - startedMs
      end(tookMs < showFromMs ? undefined : `  ${label} … ${formatDuration(tookMs)}`)
      return result
    } catch (error) {
      end(undefined)
      throw error
    }
  }
  return { step, print }
}

function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`
}
