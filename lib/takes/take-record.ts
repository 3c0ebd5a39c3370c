/** A take for other programs, beside its file. The graph goes in as it is: its seeds would not survive being read. */
export function recordOf({ graph, ...rest }: { graph: string }): Uint8Array {
  return new TextEncoder().encode(`{"graph":${graph},${JSON.stringify(rest).slice(1)}\n`)
}
