import type { NodeLack } from './can-run.ts'

/** What a GPU lacks, in a sentence for who looks after it. */
export function describeLack(lack: NodeLack): string {
  switch (lack.kind) {
    case 'capability':
      return `It is not configured for ${lack.name}.`
    case 'node_type':
      return `The node type ${lack.name} is not installed.`
    case 'model':
      return lack.folder ? `${lack.name} is not in models/${lack.folder}.` : `${lack.name} is not among its models.`
    case 'count':
      return `${lack.count} in one go are more than the ${lack.limit} of its max_batch.`
    case 'size':
      return `${lack.longestSide} pixels are more than the ${lack.limit} it may render.`
  }
}
