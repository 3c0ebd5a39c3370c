import { io, type Socket } from 'socket.io-client'
import type { SystemStatus } from '#lib/system/model.ts'
import { openApi } from '../fixtures/api.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { startInstance } from '../fixtures/instance.ts'
import { openGpuDoor } from './gpu-door.ts'
import { openLatencyFloor } from './latency-floor.ts'
import type { Series } from './stats.ts'

const warmUps = 5
const runs = 30

export const title = 'From the REST call to the GPU, and from the GPU to a browser, milliseconds'

/** Two instances would not share a GPU, so ours and the floor take turns on one, through a door that notes what passes. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const stops: (() => Promise<unknown>)[] = []
  try {
    // The first instance only lends its renderer.
    const lender = await startInstance()
    stops.unshift(lender.stop)
    const { renderers } = await openApi(lender.url).get<SystemStatus>('/system')
    const sketchUrl = renderers.state === 'ok' ? renderers.value[0]?.url : undefined
    if (!sketchUrl) throw new Error('There is no sketch renderer.')
    const behaviour = { change: { stepMs: 0, tileMs: 0, modelLoadMs: 0 } }
    await fetch(`${sketchUrl}/sketch/admin`, { method: 'POST', body: JSON.stringify(behaviour) })
    const door = await openGpuDoor(sketchUrl)
    stops.unshift(door.stop)
    const instance = await startInstance({ env: { COMFYUI_URL: door.url } })
    stops.unshift(instance.stop)
    const api = openApi(instance.url)
    const { sentenceId, projectId } = await aSentence(api)
    const socket = io(instance.url, { path: '/live', transports: ['websocket'] })
    stops.unshift(async () => socket.close())
    await watchProject(socket, projectId)
    const floor = await openLatencyFloor(await databaseUrlOf(instance.dataDir), door.url)
    stops.unshift(floor.stop)

    const samples: Record<'floorPost' | 'safePost' | 'routeOnly' | 'ourPost' | 'floorTake' | 'ourTake', number[]> = {
      floorPost: [],
      safePost: [],
      routeOnly: [],
      ourPost: [],
      floorTake: [],
      ourTake: [],
    }
    let graph: Record<string, unknown> | undefined
    let seed = 0
    for (let index = 0; index < warmUps + runs; index++) {
      const ours = await timeOurs()
      graph ??= await graphOf(ours.jobId)
      const bare = await timeFloor(graph, `${index}`)
      const safe = await timeFloor(graph, `${index}-safe`, { isWrittenDown: true })
      const route = await timeRoute()
      if (index < warmUps) continue
      samples.safePost.push(safe.post)
      samples.routeOnly.push(route)
      samples.ourPost.push(ours.post)
      samples.ourTake.push(ours.take)
      samples.floorPost.push(bare.post)
      samples.floorTake.push(bare.take)
    }
    log(`A picture of ${((await pictureBytes()) / 1e6).toFixed(1)} MB`)
    return [
      { name: 'floor: insert to POST /prompt', samples: samples.floorPost },
      {
        name: 'the same, with what is submitted written down before',
        samples: samples.safePost,
        floor: 'floor: insert to POST /prompt',
      },
      {
        name: 'the route alone: a REST call that is refused for its id',
        samples: samples.routeOnly,
        floor: 'floor: insert to POST /prompt',
      },
      { name: 'ours: REST call to POST /prompt', samples: samples.ourPost, floor: 'floor: insert to POST /prompt' },
      { name: 'floor: end marker to notification', samples: samples.floorTake },
      { name: 'ours: end marker to event', samples: samples.ourTake, floor: 'floor: end marker to notification' },
    ]

    async function timeOurs() {
      const [posted, ended] = [door.nextPost(), door.nextEnd()]
      const told = new Promise<number>((resolve) => socket.once('take.created', () => resolve(performance.now())))
      const calledAt = performance.now()
      const { jobId } = await api.post<{ jobId: string }>(`/sentences/${sentenceId}/regenerate-image`)
      const post = (await posted) - calledAt
      const take = (await told) - (await ended)
      while (!(await api.get<{ endedAt: string | null }>(`/jobs/${jobId}`)).endedAt);
      return { jobId, post, take }
    }

    async function timeFloor(from: Record<string, unknown>, name: string, options = {}) {
      const [posted, ended] = [door.nextPost(), door.nextEnd()]
      const next = withPrefix(from, `floor/${process.pid}-${name}`, ++seed)
      const calledAt = performance.now()
      const { toldAt } = await floor.render(next, options)
      return { post: (await posted) - calledAt, take: toldAt - (await ended) }
    }

    async function timeRoute() {
      const calledAt = performance.now()
      await fetch(`${instance.url}/api/v1/sentences/none/regenerate-image`, { method: 'POST' })
      return performance.now() - calledAt
    }

    async function graphOf(jobId: string): Promise<Record<string, unknown>> {
      return JSON.parse((await api.get<{ graph: string }>(`/jobs/${jobId}/debug`)).graph)
    }

    async function pictureBytes(): Promise<number> {
      const { items } = await api.get<{ items: { sizeBytes: number }[] }>(`/sentences/${sentenceId}/takes`)
      return items[0]?.sizeBytes ?? 0
    }
  } finally {
    for (const stop of stops) await stop()
  }
}

async function aSentence(api: ReturnType<typeof openApi>) {
  const project = await api.post<{ id: string }>('/projects', { name: 'Bench' })
  const section = await api.post<{ id: string }>(`/projects/${project.id}/sections`, { title: 'One' })
  const made = { text: 'The boats come in.', imagePrompt: 'a harbour at dawn, rain over the city' }
  const sentence = await api.post<{ id: string }>(`/sections/${section.id}/sentences`, made)
  return { projectId: project.id, sentenceId: sentence.id }
}

async function watchProject(socket: Socket, projectId: string): Promise<void> {
  await new Promise((resolve) => socket.on('connect', () => resolve(undefined)))
  await socket.emitWithAck('project.watch', { projectId })
}

/** Another seed and another file name, so that nothing of it is there already. */
function withPrefix(graph: Record<string, unknown>, prefix: string, seed: number): Record<string, unknown> {
  const text = JSON.stringify(graph)
    .replace(/"filename_prefix":"[^"]*"/g, `"filename_prefix":"${prefix}"`)
    .replace(/"(seed|noise_seed)":\d+/g, `"$1":${seed}`)
  return JSON.parse(text)
}
