import type { Server, Socket } from 'socket.io'
import { z } from 'zod'
import type { Log } from '#lib/runtime/log.ts'
import { jobRoom, type LiveEvent, projectRoom, roomsOf, systemRoom, teamRoom } from './catalogue.ts'

export type LiveSockets = {
  /** Sends an event to the browsers that watch what it is about. */
  emit(event: LiveEvent): void
  /** Tells every browser to read again, because events may have been missed. */
  emitGap(): void
  stop(): void
}

export type LiveSocketOptions = {
  log: Log
  /** The team whose lists the person behind the socket sees. */
  teamOf(socket: Socket): Promise<string>
  maySee(socket: Socket, what: Watched): Promise<boolean>
  /** Told now and then of the jobs whose previews somebody looks at. */
  onJobsWatched(jobIds: string[]): void
}

/** What a browser can ask to hear of besides its team's lists. */
export type Watched = { kind: 'project' | 'job'; id: string }

/** What a browser is told when it asks to watch something. */
export type WatchAnswer = { ok: boolean /** Asking again may be answered otherwise. */; retryable: boolean }

const watchInputs = {
  project: z
    .object({ projectId: z.uuid() })
    .transform(({ projectId }): Watched => ({ kind: 'project', id: projectId })),
  job: z.object({ jobId: z.uuid() }).transform(({ jobId }): Watched => ({ kind: 'job', id: jobId })),
}
const roomOf = { project: projectRoom, job: jobRoom }

/** A page shows a few previews; each is made by a worker, told to it again and again, and sent. */
const mostJobsWatched = 50

/** Often enough that a preview does not stop while it is looked at, see lib/live/watching.ts. */
const tellWatchedMs = 5_000

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

    const watch = (parsed: z.ZodSafeParseResult<Watched>, answer: unknown) => {
      const reply = (told: WatchAnswer) => {
        if (typeof answer === 'function') answer(told)
      }
      inTurn(async () => {
        try {
          const allowed =
            parsed.success && !hasEnough(socket, parsed.data) && (await options.maySee(socket, parsed.data))
          if (allowed) await join(socket, parsed.data)
          reply({ ok: allowed, retryable: false })
        } catch (error) {
          options.log.warn({ err: error }, 'A browser could not watch what it asked for')
          reply({ ok: false, retryable: true })
        }
      })
    }
    const leave = (parsed: z.ZodSafeParseResult<Watched>) => {
      if (parsed.success) inTurn(async () => await socket.leave(roomOf[parsed.data.kind](parsed.data.id)))
    }
    socket.on('project.watch', (input: unknown, answer: unknown) => watch(watchInputs.project.safeParse(input), answer))
    socket.on('project.leave', (input: unknown) => leave(watchInputs.project.safeParse(input)))
    socket.on('job.watch', (input: unknown, answer: unknown) => watch(watchInputs.job.safeParse(input), answer))
    socket.on('job.leave', (input: unknown) => leave(watchInputs.job.safeParse(input)))
  })

  const join = async (socket: Socket, what: Watched) => {
    await socket.join(roomOf[what.kind](what.id))
    if (what.kind === 'job') options.onJobsWatched([what.id])
  }

  const telling = setInterval(() => {
    const jobs = jobsWatchedOn(io)
    if (jobs.length > 0) options.onJobsWatched(jobs)
  }, tellWatchedMs)
  telling.unref()

  return {
    emit: (event) => io.to(roomsOf(event)).emit(event.type, event),
    emitGap: () => io.emit('live.gap'),
    stop: () => clearInterval(telling),
  }
}

function hasEnough(socket: Socket, { kind, id }: Watched): boolean {
  if (kind !== 'job' || socket.rooms.has(jobRoom(id))) return false
  return [...socket.rooms].filter((room) => room.startsWith(jobRoom(''))).length >= mostJobsWatched
}

function jobsWatchedOn(io: Server): string[] {
  const prefix = jobRoom('')
  return [...io.sockets.adapter.rooms.keys()].flatMap((room) =>
    room.startsWith(prefix) ? [room.slice(prefix.length)] : [],
  )
}
