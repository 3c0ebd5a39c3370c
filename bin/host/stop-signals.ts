/** npm and the terminal both pass a Ctrl-C on, so one key press arrives twice within a moment. */
const samePressMs = 400

/** Calls `onStop` for the first Ctrl-C or stop signal, and `onStopNow` for another Ctrl-C after it. */
export function watchStopSignals({ onStop, onStopNow }: { onStop(): void; onStopNow(): void }): () => void {
  let firstMs: number | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstMs === undefined) {
      firstMs = performance.now()
      onStop()
    } else if (signal === 'SIGINT' && performance.now() - firstMs > samePressMs) {
      onStopNow()
    }
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
