import type { Server } from 'node:http'
import { describeListenFailure } from '#bin/host/web-port.ts'
import type { Env } from '#lib/runtime/env.ts'
import { systemCode } from '#lib/runtime/errors.ts'

export async function listenOn(server: Server, { HOST, PORT }: Pick<Env, 'HOST' | 'PORT'>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error): void => {
      reject(describeListenFailure({ HOST, PORT }, systemCode(error) ?? error.message))
    }
    server.once('error', onError)
    server.listen(PORT, HOST, () => {
      server.off('error', onError)
      resolve()
    })
  })
}
