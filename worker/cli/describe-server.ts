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

function describeDevice({ name, vramTotalBytes, vramFreeBytes, type }: ComfyDevice): string {
  const memory = type === 'cpu' ? 'RAM' : 'VRAM'
  const total = vramTotalBytes === undefined ? [] : [`${formatGb(vramTotalBytes)} of ${memory}`]
  const free = vramFreeBytes === undefined ? [] : [`${formatGb(vramFreeBytes)} free`]
  return [name, ...total, ...free].join(', ')
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
  const rows = workflows.map(({ id, canRun, lacks }) => [id, canRun ? 'yes' : 'no', summarise(lacks)])
  const table = formatTable({ head: ['workflow', 'runs', 'lacks'], rows })
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
  for (const { id, lacks } of workflows) {
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
