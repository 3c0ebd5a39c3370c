import type { WatchAnswer } from '#lib/live/sockets.ts'

/** The server could not say whether this page may watch, because its database was away. */
const joinAgainMs = 1_000

export type Room = {
  join(answer: (told: WatchAnswer) => void): void
  leave(): void
  /** The server has answered: what is announced from now on is heard, as far as it may be. */
  onJoined?(): void
}

/** What of a socket is needed to stay in a room. */
type Line = { connected: boolean; on(event: 'connect', run: () => void): unknown; off: Line['on'] }

/** Joins a room now and with every new connection, until the function it gives back is called. */
export function stayInRoom(socket: Line, room: Room): () => void {
  let isStaying = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const join = () => {
    clearTimeout(timer)
    room.join(({ ok, retryable }) => {
      // An answer may come after the page has gone on, and must not bring it back.
      if (!isStaying) return
      if (!ok && retryable) timer = setTimeout(join, joinAgainMs)
      room.onJoined?.()
    })
  }
  socket.on('connect', join)
  if (socket.connected) join()
  return () => {
    isStaying = false
    clearTimeout(timer)
    socket.off('connect', join)
    // Without a line the server has let it go already; kept until there is one, it would end a later stay.
    if (socket.connected) room.leave()
  }
}
