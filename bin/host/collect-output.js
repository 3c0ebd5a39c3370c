// Plain JavaScript for Node 20.11: fetching a newer Node needs it.

/** More than anybody reads, and little enough that a program which never stops talking does no harm. */
const keptCharacters = 1_000_000

/**
 * Waits for a process to end, and for those it started that still hold its output. One that cannot be started ends with
 * code 1 and the reason as its output; one that a signal ended has no code.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export async function collectOutput(child) {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-keptCharacters)
    })
  }
  /** @type {number | null} */
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      // An error of a process that runs is about a signal to it: its end is still to come.
      if (child.pid !== undefined) return
      output += error.message
      resolve(1)
    })
    child.once('close', resolve)
  })
  return { code, output }
}
