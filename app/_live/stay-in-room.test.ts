import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Room, stayInRoom } from './stay-in-room.ts'

type Answer = Parameters<Room['join']>[0]

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function aPage({ connected = true } = {}) {
  const socket = Object.assign(new EventEmitter(), { connected })
  const answers: Answer[] = []
  const room = { join: vi.fn((answer: Answer) => void answers.push(answer)), leave: vi.fn(), onJoined: vi.fn() }
  const leave = stayInRoom(socket, room)
  const answer = (told: Parameters<Answer>[0]) => answers.at(-1)?.(told)
  return { socket, room, leave, answer }
}

describe('staying in a room', () => {
  it('joins at once when there is a line, and with every new one', () => {
    const { socket, room } = aPage({ connected: false })
    expect(room.join).not.toHaveBeenCalled()
    socket.emit('connect')
    socket.emit('connect')
    expect(room.join).toHaveBeenCalledTimes(2)
    expect(aPage().room.join).toHaveBeenCalledTimes(1)
  })

  it('tells when what is announced is heard', () => {
    const { room, answer } = aPage()
    expect(room.onJoined).not.toHaveBeenCalled()
    answer({ ok: true, retryable: false })
    expect(room.onJoined).toHaveBeenCalledTimes(1)
  })

  it('asks again when the server could not say', () => {
    const { room, answer } = aPage()
    answer({ ok: false, retryable: true })
    vi.runAllTimers()
    expect(room.join).toHaveBeenCalledTimes(2)
    answer({ ok: false, retryable: false })
    vi.runAllTimers()
    expect(room.join).toHaveBeenCalledTimes(2)
  })

  it('ends, also when an answer is still on its way, or another try is planned', () => {
    const { socket, room, leave, answer } = aPage()
    answer({ ok: false, retryable: true })
    leave()
    answer({ ok: false, retryable: true })
    socket.emit('connect')
    vi.runAllTimers()
    expect(room.join).toHaveBeenCalledTimes(1)
    expect(room.onJoined).toHaveBeenCalledTimes(1)
    expect(room.leave).toHaveBeenCalledTimes(1)
  })

  it('without a line has nothing to leave', () => {
    const { socket, room, leave } = aPage()
    socket.connected = false
    leave()
    expect(room.leave).not.toHaveBeenCalled()
  })
})
