import { createServer } from 'node:net'
import { systemCode } from '#lib/runtime/errors.ts'

/** Ports below the ranges that systems hand out to outgoing connections: nobody takes ours while we restart. */
const firstPort = 20_000
const lastPort = 32_000

/** A port for a service of our own: any that will do, so that instances which start together rarely want the same. */
export async function findPort(canUse: (port: number) => Promise<boolean>): Promise<number> {
  for (;;) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort))
    if (await canUse(port)) return port
  }
}

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
