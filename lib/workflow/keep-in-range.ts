import { describeNode } from './known-nodes.ts'
import type { NumberRange, WorkflowManifest } from './manifest.ts'
import type { ObjectInfo } from './object-info.ts'
import { findPlaceholders, type PlaceholderName } from './placeholders.ts'
import type { Template } from './template.ts'
import type { BindWarning } from './warning.ts'

type Numbered = 'steps' | 'cfg' | 'guidance' | 'denoise' | 'fps' | 'multiplier'

type Limit = {
  name: Numbered
  asked: number | undefined
  template: Template
  info: ObjectInfo | undefined
  warnings: BindWarning[]
}

/** The nearest value that the workflow takes, or, where its manifest says nothing, the nodes that are given it. */
export function keepInRange({ name, asked, template, info, warnings }: Limit): number | undefined {
  if (asked === undefined) return asked
  const { min, max } = template.manifest[name] ?? rangeOfNodes(template, name, info)
  // Half a step cannot be made.
  const whole = name === 'steps' || name === 'multiplier' ? Math.round(asked) : asked
  const kept = Math.min(max, Math.max(min, whole))
  if (kept !== asked) {
    const within = kept === whole ? 'is a whole number' : `goes from ${min} to ${max}`
    warnings.push({ code: 'out_of_range', message: `${name} ${within} here: ${kept} is used instead of ${asked}.` })
  }
  return kept
}

/** What every node takes whose whole input is that placeholder. */
function rangeOfNodes({ graph }: Template, name: PlaceholderName, info?: ObjectInfo): Omit<NumberRange, 'default'> {
  const range = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }
  for (const found of findPlaceholders(graph)) {
    const node = graph[found.node]
    if (found.name !== name || !node || node.inputs[found.input] !== found.written) continue
    const nodeInfo = describeNode(node.class_type, info)
    const input = [...(nodeInfo?.required ?? []), ...(nodeInfo?.optional ?? [])].find((one) => one.name === found.input)
    range.min = Math.max(range.min, Number(input?.min ?? range.min))
    range.max = Math.min(range.max, Number(input?.max ?? range.max))
  }
  return range
}

/** The nearest number of frames the model can make: some make them in groups, and one more. */
export function nearestFrames({ frames }: WorkflowManifest, asked: number): number {
  const { min, max, every } = frames ?? { min: 1, max: Number.POSITIVE_INFINITY, every: 1 }
  const within = Math.min(max, Math.max(min, Math.round(asked)))
  return every === 1 ? within : Math.min(max, Math.max(min, Math.round((within - 1) / every) * every + 1))
}
