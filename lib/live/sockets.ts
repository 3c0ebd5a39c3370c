import type { Server, Socket } from 'socket.io'
import { z } from 'zod'
import type { Log } from '#lib/runtime/log.ts'
import { type LiveEvent, projectRoom, roomsOf, systemRoom, teamRoom } from './catalogue.ts'

export type LiveSockets = {
  /** Sends an event to the browsers that watch what it is about. */
  emit(event: LiveEvent): void
  /** Tells every browser to read again, because events may have been missed. */
  emitGap(): void
}

export type LiveSocketOptions = {
  log: Log
  /** The team whose lists the person behind the socket sees. */
  teamOf(socket: Socket): Promise<string>
  maySeeProject(socket: Socket, projectId: string): Promise<boolean>
}

/** What a browser is told when it asks to watch something. */
export type WatchAnswer = { ok: boolean /** Asking again may be answered otherwise. */; retryable: boolean }

const watchInput = z.object({ projectId: z.uuid() })

/** Lets browsers join the rooms they may, and sends events to them. */
export function serveSockets(io: Server, options: LiveSocketOptions): LiveSockets {
  io.use(async (socket, next) => {
    try {
      await socket.join([systemRoom, teamRoom(await options.teamOf(socket))])
      next()
    } catch (error) {
      options.log.warn({ err: error }, 'A browser could not be connected')
      next(new Error('The server cannot tell who you are right now.'))
    }
  })

  io.on('connection', (socket) => {
    // One after the other: a page that is left while it is still being let in must end outside.
    let turn = Promise.resolve()
    const inTurn = (work: () => Promise<void>) => {
      turn = turn.then(work).catch((error) => options.log.warn({ err: error }, 'A browser could not change rooms'))
    }

    socket.on('project.watch', (input: unknown, answer: unknown) => {
      const reply = (told: WatchAnswer) => {
        if (typeof answer === 'function') answer(told)
      }
      const parsed = watchInput.safeParse(input)
      inTurn(async () => {
        try {
          const allowed = parsed.success && (await options.maySeeProject(socket, parsed.data.projectId))
          if (allowed) await socket.join(projectRoom(parsed.data.projectId))
          reply({ ok: allowed, retryable: false })
        } catch (error) {
          options.log.warn({ err: error }, 'A browser could not watch a project')
          reply({ ok: false, retryable: true })
        }
      })
    })
    socket.on('project.leave', (input: unknown) => {
      const parsed = watchInput.safeParse(input)
      if (parsed.success) inTurn(async () => await socket.leave(projectRoom(parsed.data.projectId)))
    })
  })

  return {
    emit: (event) => io.to(roomsOf(event)).emit(event.type, event),
    emitGap: () => io.emit('live.gap'),
  }
}
