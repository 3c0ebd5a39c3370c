/**
 * One read for all who ask while none has begun. Who asks while one is under way gets the next: what it woke for may be too new
 * for that one.
 */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined
  let next: Promise<T> | undefined
  const start = (): Promise<T> => {
    const started = read()
    const done = started.then(
      () => {},
      () => {},
    )
    running = done
    void done.then(() => {
      if (running === done) running = undefined
    })
    return started
  }
  return () => {
    if (!running) return start()
    next ??= running.then(() => {
      next = undefined
      return start()
    })
    return next
  }
}
