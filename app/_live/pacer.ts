export type Pacer = {
  /** Runs now, or as soon as the last run is over and long enough ago. However often it is called meanwhile, that is one run. */
  ask(): void
  stop(): void
}

/** Runs something at most once in a while, never twice at a time, and once more after the last time it was asked for. */
export function createPacer({ run, everyMs }: { run(): Promise<unknown>; everyMs: number }): Pacer {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsked = false
  let isStopped = false

  const start = () => {
    isAsked = false
    timer = setTimeout(() => void rest(running), everyMs)
    // What went wrong is told by what was read, and asked for again with the next event.
    const running = run().catch(() => {})
  }
  const rest = async (running: Promise<unknown>) => {
    await running
    timer = undefined
    if (isAsked && !isStopped) start()
  }

  return {
    ask() {
      isAsked = true
      if (!timer && !isStopped) start()
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
