import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'

export type GpuDoor = {
  url: string
  /** When the next prompt is posted, on this process's clock. */
  nextPost(): Promise<number>
  /** When the server next says on any socket that it is done with a prompt. */
  nextEnd(): Promise<number>
  stop(): Promise<void>
}

/** Stands before a ComfyUI server, passes everything on as it is, and notes when two things went by. */
export async function openGpuDoor(target: string): Promise<GpuDoor> {
  const { hostname, port } = new URL(target)
  let onPost = (_: number) => {}
  let onEnd = (_: number) => {}
  const server = createServer((request, response) => {
    const isPost = request.method === 'POST' && /^(\/api)?\/prompt$/.test(request.url ?? '')
    if (isPost) onPost(performance.now())
    const { method, url: path, headers } = request
    const passed = ask({ hostname, port, method, path, headers: { ...headers, host: `${hostname}:${port}` } })
    passed.on('response', (answer: IncomingMessage) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  server.on('upgrade', (request, socket, head) => {
    const behind = connect(Number(port), hostname, () => {
      const headers = Object.entries({ ...request.headers, host: `${hostname}:${port}` })
      behind.write(
        `GET ${request.url} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`,
      )
      behind.write(head)
      socket.pipe(behind)
    })
    behind.on('data', (bytes) => {
      // Frames of a server are not masked, so the marker can be read as it passes.
      if (endMarker.test(bytes.toString('latin1'))) onEnd(performance.now())
      socket.write(bytes)
    })
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    nextPost: () =>
      new Promise<number>((resolve) => {
        onPost = resolve
      }),
    nextEnd: () =>
      new Promise<number>((resolve) => {
        onEnd = resolve
      }),
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const endMarker = /"type": ?"executing", ?"data": ?\{[^}]*"node": ?null/
