import { listSome } from '#lib/comfy/model-files.ts'
import type { ComfyDevice } from '#lib/comfy/stats.ts'
import type { Lack } from '#lib/workflow/preflight.ts'
import type { ExaminedServer } from './examine-server.ts'
import { formatTable } from './table.ts'

/** What `doctor` says of one server, for a person. */
export function describeServer(server: ExaminedServer): string {
  const { name, address, isReachable, version, devices, problem } = server
  const title = name === address ? name : `${name} (${address})`
  if (!isReachable) return `${title}: cannot be used\n${describeProblem(problem)}`
  const rows = [
    ['ComfyUI', version ?? 'of unknown version'],
    ...devices.map((device) => [device.type === 'cpu' ? 'Processor' : 'GPU', describeDevice(device)]),
    ...describeAmount('RAM', { totalBytes: server.ramTotalBytes, freeBytes: server.ramFreeBytes }),
    ...describeConfigured(server),
  ]
  const rest = problem ? describeProblem(problem) : `${describeModels(server)}\n${describeWorkflows(server)}`
  return `${title}: reachable\n${formatTable({ rows })}\n${rest}`
}

function describeProblem(problem: ExaminedServer['problem']): string {
  if (!problem) return ''
  const { message, suggestion, usualCauses } = problem
  const causes = usualCauses.length > 0 ? ['Usual causes:', ...usualCauses.map((cause) => `- ${cause}`)] : []
  return [message, ...(suggestion ? [suggestion] : []), ...causes].map((line) => `  ${line}\n`).join('')
}

/** What a processor says of video memory is the machine's own memory, which has a line of its own. */
function describeDevice({ name, vramTotalBytes, vramFreeBytes, type }: ComfyDevice): string {
  if (type === 'cpu') return name
  const total = vramTotalBytes === undefined ? [] : [`${formatGb(vramTotalBytes)} of VRAM`]
  const free = vramFreeBytes === undefined ? [] : [`${formatGb(vramFreeBytes)} free`]
  return [name, ...total, ...free].join(', ')
}

function describeAmount(what: string, memory: { totalBytes: number | undefined; freeBytes: number | undefined }) {
  const { totalBytes, freeBytes } = memory
  if (totalBytes === undefined) return []
  return [
    [what, [formatGb(totalBytes), ...(freeBytes === undefined ? [] : [`${formatGb(freeBytes)} free`])].join(', ')],
  ]
}

/** What config/gpus.yaml says, and where the server says otherwise. */
function describeConfigured({ configured: { capabilities, vramGb, maxResolution }, devices }: ExaminedServer) {
  const largest = Math.max(0, ...devices.map(({ type, vramTotalBytes = 0 }) => (type === 'cpu' ? 0 : vramTotalBytes)))
  const isMore = vramGb !== undefined && largest > 0 && vramGb * 1024 ** 3 > largest * 1.1
  const parts = [
    ...(vramGb === undefined ? [] : [`${vramGb} GB of VRAM${isMore ? ', more than the server says it has' : ''}`]),
    ...(maxResolution === undefined ? [] : [`at most ${maxResolution} pixels on a side`]),
    ...(capabilities === undefined ? [] : [`for ${capabilities.join(', ') || 'nothing'}`]),
  ]
  return parts.length === 0 ? [] : [['Configured', parts.join('; ')]]
}

function formatGb(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

function describeModels({ models }: ExaminedServer): string {
  const rows = Object.entries(models)
    .filter(([, files]) => files.length > 0)
    .map(([folder, files]) => [folder, String(files.length), listSome(files, 2)])
  if (rows.length === 0) return '\n  No models yet.\n'
  return `\n${formatTable({ head: ['models', 'count', 'such as'], rows })}\n`
}

function describeWorkflows({ workflows }: ExaminedServer): string {
  const rows = workflows.map(({ id, canRun, lacks, onlyFor = [], notes }) => {
    const extras = onlyFor.map((one) => `for ${one.extra}: ${summarise(one.lacks)}`)
    return [id, canRun ? 'yes' : 'no', [summarise(lacks), ...extras, ...notes].filter(Boolean).join('; ')]
  })
  const table = formatTable({ head: ['workflow', 'runs', 'lacks, or what holds it back'], rows })
  const missing = describeMissing(workflows)
  return `${table}\n${missing === '' ? '' : `\n  What is missing, and what helps\n\n${missing}\n`}`
}

function summarise(lacks: readonly Lack[]): string {
  const counts = lackKinds.map(([kind, one, many]) => {
    const count = lacks.filter((lack) => lack.kind === kind).length
    return count === 0 ? '' : `${count} ${count === 1 ? one : many}`
  })
  return counts.filter(Boolean).join(', ')
}

const lackKinds: readonly [Lack['kind'], string, string][] = [
  ['model', 'model', 'models'],
  ['node_type', 'node type', 'node types'],
  ['input', 'input', 'inputs'],
  ['value', 'value', 'values'],
]

/** Under what helps, what it helps against and for which workflows: a file that five of them miss is put there once. */
function describeMissing(workflows: ExaminedServer['workflows']): string {
  const helps = new Map<string, Map<string, string[]>>()
  const all = workflows.flatMap(({ id, lacks, onlyFor = [] }) => [
    { id, lacks },
    ...onlyFor.map((one) => ({ id: `${one.extra} in ${id}`, lacks: one.lacks })),
  ])
  for (const { id, lacks } of all) {
    for (const lack of lacks) {
      const help = lack.folder ? `Put into models/${lack.folder} of ComfyUI on that server:` : lack.suggestion
      const missing = helps.get(help) ?? new Map<string, string[]>()
      const what = nameLack(lack)
      missing.set(what, [...(missing.get(what) ?? []), id])
      helps.set(help, missing)
    }
  }
  return [...helps]
    .map(([help, missing]) => {
      const rows = [...missing].map(([what, ids]) => [what, `for ${[...new Set(ids)].join(', ')}`])
      return `  ${help}\n${formatTable({ rows, indent: 4 })}\n`
    })
    .join('')
}

function nameLack({ kind, value, classType, message }: Lack): string {
  return (kind === 'model' ? value : kind === 'node_type' ? classType : undefined) ?? message
}
