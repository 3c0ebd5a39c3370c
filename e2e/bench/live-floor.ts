import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import pg from 'pg'
import { Server } from 'socket.io'
import { databaseUrlOf } from '../fixtures/database-url.ts'

/** A program that does only what no live board can do without, on the same Postgres: insert, notify, hear, emit, append. */
export async function startLiveFloor(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const connectionString = await databaseUrlOf(dataDir)
  const pool = new pg.Pool({ connectionString, max: 2 })
  const listener = new pg.Client({ connectionString })
  await listener.connect()
  await pool.query('create table if not exists bench_floor (id bigint generated always as identity, line text)')
  await listener.query('listen bench_floor')

  const script = await readFile(path.resolve('node_modules/socket.io-client/dist/socket.io.min.js'), 'utf8')
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      let line = ''
      for await (const part of request) line += part
      await pool.query('with made as (insert into bench_floor (line) values ($1)) select pg_notify($2, $1)', [
        line,
        'bench_floor',
      ])
      return void response.end('ok')
    }
    if (request.url === '/client.js') return void response.end(script)
    response.setHeader('Content-Type', 'text/html').end(page)
  })
  const io = new Server(server, { transports: ['websocket'], serveClient: false })
  listener.on('notification', ({ payload }) => io.emit('line', payload))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await io.close()
      await listener.end()
      await pool.end()
    },
  }
}

const page = `<!doctype html><html lang="en"><title>Floor</title><script src="/client.js"></script>
<textarea aria-label="Line"></textarea><main></main><script>
const field = document.querySelector('textarea')
field.onkeydown = (event) => { if (event.key === 'Enter') fetch('/', { method: 'POST', body: field.value }) }
io({ transports: ['websocket'] }).on('line', (line) => {
  const item = document.createElement('p')
  item.textContent = line
  document.querySelector('main').append(item)
})
</script>`
