'use client'

import { useQuery } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useRefreshOn } from '#app/_live/use-refresh-on.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { TimeAgo } from '#app/_ui/time-ago.tsx'
import type { QueueState } from '#lib/jobs/queue-state.ts'
import type { Part, ProcessHealth, ProcessKind, RendererHealth, SystemStatus } from '#lib/system/model.ts'
import { StatusCard, type StatusLine } from './status-card.tsx'

/** Heartbeats come every 5 seconds; asking a little faster shows a silence soon after it begins. */
const refreshMs = 4_000

/** What runs, in which version, and how it is. */
export function SystemPage() {
  const { data, error } = useQuery({
    queryKey: queryKeys.system,
    queryFn: () => readApi<SystemStatus>('/api/v1/system'),
    refetchInterval: refreshMs,
    // The page came without word from the renderers.
    refetchOnMount: 'always',
  })
  useRefreshOn('system.updated', queryKeys.system)
  if (!data) return <PageHeader title="System" />

  return (
    <>
      <PageHeader title="System" note={<span className="text-faint text-sm">Framewright {data.version}</span>} />
      <div className="mx-auto grid max-w-5xl grid-cols-2 gap-4 px-8 py-6 max-lg:grid-cols-1 max-md:px-4 max-md:pb-24">
        {error && (
          <p role="alert" className="col-span-full rounded-md border border-danger bg-danger-soft p-3">
            The server does not answer. This is how it was when it last did; the page tries again by itself.
          </p>
        )}
        <ProcessCard
          kind="web"
          title="Web"
          purpose="Serves pages and passes on what changes."
          processes={data.processes}
        />
        <ProcessCard
          kind="worker"
          title="Worker"
          purpose="Takes jobs from the queue and drives the GPUs."
          processes={data.processes}
        />
        <StatusCard
          title="Postgres"
          purpose="Keeps everything, and the queue."
          lines={[
            ...linesOf(data.database, 'PostgreSQL', ({ version, sizeBytes, connections }) => [
              {
                id: 'postgres',
                state: 'good',
                label: `PostgreSQL ${version}`,
                facts: [formatBytes(sizeBytes), `${connections} connections`],
              },
            ]),
            ...linesOf(data.queue, 'Queue', (queue) => [queueLine(queue)]),
          ]}
        />
        <StatusCard
          title="Renderer"
          purpose="Makes the pictures."
          lines={linesOf(data.renderers, 'Unknown', (renderers) => renderers.map(rendererLine))}
          whenEmpty="No GPU is configured. Set COMFYUI_URL to the address of a ComfyUI server, or copy config/gpus.sample.yaml to config/gpus.yaml, and start again."
        />
      </div>
    </>
  )
}

/** What a part shows, or under its name why it cannot. */
function linesOf<T>(part: Part<T>, label: string, show: (value: T) => StatusLine[]): StatusLine[] {
  return part.state === 'ok' ? show(part.value) : [{ id: label, state: 'bad', label, facts: [part.reason] }]
}

type ProcessCardProps = { kind: ProcessKind; title: string; purpose: string; processes: Part<ProcessHealth[]> }

function ProcessCard({ kind, title, purpose, processes }: ProcessCardProps) {
  const lines = linesOf(processes, 'Unknown', (all) => all.filter((process) => process.kind === kind).map(processLine))
  const whenEmpty = `No ${kind} process runs. npm start brings one; if it stopped, its log in the data folder says why.`
  return <StatusCard title={title} purpose={purpose} lines={lines} whenEmpty={whenEmpty} />
}

function processLine({ id, state, host, pid, node, startedAt }: ProcessHealth): StatusLine {
  return {
    id,
    state: state === 'running' ? 'good' : 'bad',
    label: state === 'running' ? 'Running' : 'Silent: it has stopped answering',
    facts: [
      `${host}, process ${pid}`,
      `Node ${node.replace('v', '')}`,
      <span key="since">
        started <TimeAgo at={startedAt} />
      </span>,
    ],
  }
}

function queueLine({ installed, waiting, active }: QueueState): StatusLine {
  if (!installed) return { id: 'queue', state: 'bad', label: 'The queue is set up by the first worker', facts: [] }
  return { id: 'queue', state: 'good', label: 'Queue', facts: [`${waiting} waiting`, `${active} in work`] }
}

function rendererLine({ id, name, url, tier, health }: RendererHealth): StatusLine {
  const known = { id, label: name, facts: [`${tier} tier`, url] }
  switch (health.state) {
    case 'unasked':
      return { ...known, state: 'unknown', note: 'Asking …' }
    case 'unreachable':
      return { ...known, state: 'bad', note: health.reason }
    case 'reachable': {
      const version = health.version ? `ComfyUI ${health.version}` : 'ComfyUI'
      return { ...known, state: 'good', note: `${version}, answers in ${health.latencyMs} ms` }
    }
  }
}

function formatBytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
