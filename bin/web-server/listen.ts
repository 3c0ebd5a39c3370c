import type { Server } from 'node:http'
import type { Env } from '#lib/runtime/env.ts'
import { AppError, systemCode } from '#lib/runtime/errors.ts'

export async function listenOn(server: Server, { HOST, PORT }: Pick<Env, 'HOST' | 'PORT'>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(describeListenFailure(error, PORT)))
    server.listen(PORT, HOST, () => resolve())
  })
}

function describeListenFailure(error: Error, port: number): Error {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new AppError({
      code: 'PORT_IN_USE',
      message: `Port ${port} is in use by another program.`,
      suggestion: `Stop it, or choose another port: PORT=${port + 1} npm start`,
      cause: error,
    })
  }
  if (code === 'EACCES') {
    return new AppError({
      code: 'PORT_IN_USE',
      message: `Port ${port} may not be opened by this user.`,
      suggestion: 'Choose one above 1023: PORT=3000 npm start',
      cause: error,
    })
  }
  return error
}
