/** How long the client waits, how often it asks and how much it takes, as far as a caller may want it otherwise. */
export type ComfyLimits = {
  /** Until the socket stands. */
  connectMs: number
  /** How long a submit waits for the socket before it goes on without progress. */
  socketWaitMs: number
  /** One small question: queue, history, job, statistics. */
  askMs: number
  /** One question with a large answer: all node definitions. */
  askMuchMs: number
  /** From a submit to the server's word that it is queued. */
  submitMs: number
  uploadMs: number
  downloadMs: number
  /** A download that brings nothing for so long has stopped. */
  downloadIdleMs: number
  /** Until a cancel is verified: a long step, such as loading a model, is finished first. */
  cancelMs: number
  /** How long a prompt may wait in the server's queue before it is given up. */
  queueMs: number
  /** How often the server is asked for the outcome: each wait in turn, the last one for ever. */
  pollMs: readonly number[]
  /** The same after the end marker, when the record is at most moments away. */
  pollAtEndMs: readonly number[]
  /** How long a server must go on not knowing a prompt before it is believed to have forgotten it. */
  forgottenMs: number
  pingMs: number
  /** A socket that is silent for so long, pongs included, is dead. */
  silentMs: number
  /** Every submit is announced to every socket; one that does not hear it is deaf, though it answers pings. */
  deafMs: number
  reconnectMs: { first: number; most: number }
  /** Tries of a call that may pass when repeated, and the wait before the second, doubled for the third. */
  tries: number
  retryMs: number
  /** No more tries after so long: a call that has used up its deadline is not begun again. */
  retryForMs: number
  /** The largest answer that is not a file: the node definitions of a server with many packs are some megabytes. */
  answerBytes: number
  fileBytes: number
}

/**
 * A ComfyUI that loads a model holds its interpreter, and answers nothing, for seconds and sometimes for tens of them:
 * that is why nothing here calls a server dead sooner.
 */
export const defaultLimits: ComfyLimits = {
  connectMs: 10_000,
  socketWaitMs: 3_000,
  askMs: 15_000,
  askMuchMs: 60_000,
  submitMs: 60_000,
  uploadMs: 120_000,
  downloadMs: 600_000,
  downloadIdleMs: 30_000,
  cancelMs: 60_000,
  queueMs: 6 * 3_600_000,
  pollMs: [250, 250, 500, 1_000, 2_000, 2_000, 2_000, 2_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 10_000],
  pollAtEndMs: [20, 50, 100, 250, 250, 500, 1_000, 2_000, 5_000, 10_000],
  forgottenMs: 1_500,
  pingMs: 15_000,
  silentMs: 60_000,
  deafMs: 30_000,
  reconnectMs: { first: 250, most: 10_000 },
  tries: 3,
  retryMs: 500,
  retryForMs: 45_000,
  answerBytes: 256 * 1024 * 1024,
  fileBytes: 512 * 1024 * 1024,
}
