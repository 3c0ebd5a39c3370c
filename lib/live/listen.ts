import pg from 'pg'
import type { Log } from '#lib/runtime/log.ts'
import { type LiveEvent, parseNotification } from './catalogue.ts'
import { liveChannel } from './transact.ts'
import { watchChannel } from './watching.ts'

export type Listener = {
  stop(): Promise<void>
}

export type ListenOptions = {
  databaseUrl: string
  log: Log
  onEvent(event: LiveEvent): void
  /** Somebody looks at the previews of jobs. Only who makes previews needs to know. */
  onWatched?(payload: string): void
  /** Called after a lost connection is back: what was announced meanwhile is gone, so whoever listens must read again. */
  onGap(): void
}

const retryDelayMs = 500
/** As for every other connection to the database. */
const connectTimeoutMs = 5_000
/** A peer that vanished without closing is noticed within about a minute rather than two hours. */
const keepAliveDelayMs = 10_000

/** Hears what commands announce, on a connection of its own, and comes back by itself when that connection is lost. */
export async function listen(options: ListenOptions): Promise<Listener> {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let reconnecting: Promise<void> | undefined
  // Nothing comes back by itself before it has been there once: that it cannot begin is for the caller to hear.
  let isWanted = false

  const connect = async () => {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveDelayMs,
      application_name: 'framewright live',
    })
    next.on('notification', deliver)
    next.on('error', (error) => options.log.warn({ err: error }, 'The live connection to the database was lost'))
    next.on('end', () => {
      if (client !== next) return
      client = undefined
      scheduleReconnect()
    })
    try {
      await next.connect()
      await next.query(`listen ${liveChannel}`)
      if (options.onWatched) await next.query(`listen ${watchChannel}`)
    } catch (error) {
      await next.end()
      throw error
    }
    client = next
  }

  const deliver = ({ channel, payload }: pg.Notification) => {
    if (!payload) return
    try {
      if (channel === watchChannel) return options.onWatched?.(payload)
      for (const event of parseNotification(payload)) options.onEvent(event)
    } catch (error) {
      options.log.error({ err: error }, 'A live event could not be delivered')
    }
  }

  const scheduleReconnect = () => {
    if (!isWanted) return
    timer = setTimeout(() => {
      reconnecting = reconnect()
    }, retryDelayMs)
  }

  const reconnect = async () => {
    try {
      await connect()
    } catch (error) {
      options.log.debug({ err: error }, 'The live connection is not back yet')
      return scheduleReconnect()
    }
    if (isWanted) options.onGap()
  }

  await connect()
  isWanted = true
  return {
    async stop() {
      isWanted = false
      clearTimeout(timer)
      await reconnecting
      await client?.end()
    },
  }
}
