import { createServer } from 'node:net'
import { systemCode } from '#lib/runtime/errors.ts'

export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await listenError(host, port)) !== 'EADDRINUSE'
}

/** The system's code for why nothing can listen there, or undefined when it can. */
export async function listenError(host: string, port: number): Promise<string | undefined> {
  const server = createServer()
  return await new Promise((resolve) => {
    server.once('error', (error) => resolve(systemCode(error) ?? 'EUNKNOWN'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
