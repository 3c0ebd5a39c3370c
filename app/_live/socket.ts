'use client'

import { io, type Socket } from 'socket.io-client'
import type { LiveEventOf, LiveEventType } from '#lib/live/catalogue.ts'
import type { WatchAnswer } from '#lib/live/sockets.ts'

/** What the server tells, by name. */
export type ServerEvents = { [T in LiveEventType]: (event: LiveEventOf<T>) => void } & { 'live.gap': () => void }
type Answer = (told: WatchAnswer) => void
type ClientEvents = {
  'project.watch': (input: { projectId: string }, answer: Answer) => void
  'project.leave': (input: { projectId: string }) => void
  'job.watch': (input: { jobId: string }, answer: Answer) => void
  'job.leave': (input: { jobId: string }) => void
}

export type LiveSocket = Socket<ServerEvents, ClientEvents>

export function createLiveSocket(): LiveSocket {
  return io({
    path: '/live',
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
    timeout: 5_000,
  })
}
