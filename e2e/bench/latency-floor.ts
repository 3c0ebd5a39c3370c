import { mkdtemp, open, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import sharp from 'sharp'
import { WebSocket } from 'ws'

export type LatencyFloor = {
  /** One insert with its notification; the hearer posts the graph. Resolves when the picture is kept and told of. */
  render(graph: Record<string, unknown>, options?: RenderOptions): Promise<{ toldAt: number }>
  stop(): Promise<void>
}

/** `isWrittenDown`: what is about to be submitted is committed before, so that a crash between the two can be told from none. */
type RenderOptions = { isWrittenDown?: boolean }

/** The least that has to happen: insert, notify, post; download, decode, sync, notify. No rights, no tries, no recipe. */
export async function openLatencyFloor(databaseUrl: string, gpuUrl: string): Promise<LatencyFloor> {
  const [writer, hearer] = [new pg.Client(databaseUrl), new pg.Client(databaseUrl)]
  await Promise.all([writer.connect(), hearer.connect()])
  await writer.query('create table if not exists bench_latency (id uuid primary key, body text, prompt_id text)')
  await hearer.query('listen bench_job')
  await hearer.query('listen bench_take')
  const dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-floor-'))
  const clientId = crypto.randomUUID()
  const socket = new WebSocket(`${gpuUrl.replace('http', 'ws')}/ws?clientId=${clientId}`)
  await new Promise((resolve) => socket.once('open', resolve))
  let onTold = (_: number) => {}
  let graph: Record<string, unknown> = {}
  let isWrittenDown = false

  const submit = async (id: string) => {
    if (isWrittenDown) await writer.query('update bench_latency set prompt_id = id::text where id = $1', [id])
    const body = JSON.stringify({ prompt: graph, prompt_id: id, client_id: clientId })
    await (await fetch(`${gpuUrl}/prompt`, { method: 'POST', body })).text()
  }
  hearer.on('notification', ({ channel, payload = '' }) => {
    if (channel === 'bench_take') return onTold(performance.now())
    void submit(payload)
  })
  socket.on('message', (data, isBinary) => {
    if (isBinary) return
    const { type, data: about } = JSON.parse(String(data))
    if (type === 'executing' && about.node === null) void takeHome(about.prompt_id)
  })

  const takeHome = async (promptId: string) => {
    const history = await (await fetch(`${gpuUrl}/history/${promptId}`)).json()
    const outputs: { images: Record<string, string>[] }[] = Object.values(history[promptId].outputs)
    const [file] = outputs.flatMap(({ images }) => images)
    const bytes = Buffer.from(await (await fetch(`${gpuUrl}/view?${new URLSearchParams(file)}`)).arrayBuffer())
    await sharp(bytes).raw().toBuffer()
    const name = path.join(dir, `${promptId}.png`)
    const handle = await open(`${name}.tmp`, 'w')
    await handle.writeFile(bytes)
    await handle.sync()
    await handle.close()
    await rename(`${name}.tmp`, name)
    await writer.query("select pg_notify('bench_take', $1)", [promptId])
  }

  return {
    async render(next, options = {}) {
      graph = next
      isWrittenDown = options.isWrittenDown === true
      const told = new Promise<number>((resolve) => {
        onTold = resolve
      })
      await writer.query(
        "with made as (insert into bench_latency (id, body) values ($1, $2)) select pg_notify('bench_job', $1::text)",
        [crypto.randomUUID(), JSON.stringify(next)],
      )
      return { toldAt: await told }
    },
    async stop() {
      socket.terminate()
      await Promise.all([writer.end(), hearer.end()])
      await rm(dir, { recursive: true, force: true })
    },
  }
}
