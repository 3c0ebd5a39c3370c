import type { Env } from '#lib/runtime/env.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { listenError } from './ports.ts'

type Place = Pick<Env, 'HOST' | 'PORT'>

/** Finds out that web could not listen before anything is started for it. */
export async function requirePort({ HOST, PORT }: Place): Promise<void> {
  const code = await listenError(HOST, PORT)
  if (code !== undefined) throw describeListenFailure({ HOST, PORT }, code)
}

/** Says what the system's code means for the place web was to listen at. */
export function describeListenFailure({ HOST, PORT }: Place, code: string): AppError {
  if (code === 'EADDRINUSE') {
    return new AppError({
      code: 'PORT_IN_USE',
      message: `Port ${PORT} is used by another program.`,
      suggestion: `Stop that program, or choose another port: PORT=${PORT === 65535 ? 3000 : PORT + 1} npm start`,
    })
  }
  const isDenied = code === 'EACCES' || code === 'EPERM'
  return new AppError({
    code: 'PORT_IN_USE',
    message: isDenied
      ? `This user may not listen on port ${PORT}.`
      : `This machine cannot listen on ${HOST}, port ${PORT} (${code}).`,
    suggestion: isDenied ? 'Choose a port above 1023: PORT=3000 npm start' : 'Set HOST=127.0.0.1, or leave it out.',
  })
}
