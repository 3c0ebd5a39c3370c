import { AppError } from '#lib/runtime/errors.ts'
import { startSentence } from '#lib/workflow/graph.ts'
import { explainComplaint, type Problem } from './explain-complaint.ts'
import { findNearest } from './model-files.ts'
import { nameNode } from './node-names.ts'
import type { Complaint, Refusal } from './refusal.ts'

type Context = {
  graph: unknown
  serverName: string
  promptId: string
  /** The node classes the server has, when they were asked for. */
  classes?: readonly string[] | undefined
}

/** The error for a graph that a server would not queue. */
export function errorOfRefusal(refusal: Refusal, context: Context): AppError {
  if (refusal.missingClass) return errorOfMissingClass(refusal.missingClass, context)
  if (refusal.complaints.length > 0) return errorOfComplaints(refusal.complaints, context)
  const { serverName, promptId } = context
  if (refusal.type === 'prompt_no_outputs') {
    return new AppError({
      code: 'WORKFLOW_INVALID',
      message: 'The workflow has no node that saves or shows a result.',
      suggestion: 'Add a node that does, such as SaveImage, and link the picture to it.',
      details: { problem: refusal.type, promptId, server: serverName },
    })
  }
  return new AppError({
    code: 'WORKFLOW_INVALID',
    message: `${serverName} does not accept the workflow, and does not say why.`,
    suggestion: 'Open it in ComfyUI, run it there, and export it again with Export (API).',
    details: { problem: refusal.type, promptId, server: serverName },
  })
}

/** The error for complaints about nodes: of a refusal, or of a graph that was queued without some of its branches. */
export function errorOfComplaints(complaints: readonly Complaint[], context: Context): AppError {
  const problems = complaints.map((complaint) => explainComplaint(complaint, context))
  // A model that is missing is the one thing a person can put right at once, so it goes first.
  const first = problems.find(({ code }) => code === 'MODEL_MISSING') ?? problems[0]
  if (!first) return errorOfRefusal({ type: 'unknown', missingClass: undefined, complaints: [] }, context)
  return new AppError({
    code: first.code,
    message: problems.length > 1 ? `${first.message} (${countOthers(problems.length - 1)})` : first.message,
    suggestion: first.suggestion,
    available: first.available,
    details: {
      ...first.details,
      promptId: context.promptId,
      server: context.serverName,
      problems: problems.slice(0, 50).map(summarize),
    },
  })
}

function errorOfMissingClass(missing: NonNullable<Refusal['missingClass']>, context: Context): AppError {
  const { graph, serverName, promptId, classes = [] } = context
  const { nodeId, className } = missing
  const details = { nodeId, nodeClass: className, problem: 'missing_node_type', promptId, server: serverName }
  if (className === undefined) {
    return new AppError({
      code: 'WORKFLOW_INVALID',
      message: `${startSentence(nameNode(graph, nodeId))} does not say what kind of node it is.`,
      suggestion: 'Export the workflow from ComfyUI with Export (API); the ordinary export has another format.',
      details,
    })
  }
  const nearest = findNearest(className, classes)
  return new AppError({
    code: 'WORKFLOW_INVALID',
    message: `${serverName} has no node ${className}, which the workflow needs (${nameNode(graph, nodeId, className)}).`,
    suggestion: `${nearest ? `It has ${nearest}: is that meant? ` : ''}Install the custom nodes that bring ${className} there (ComfyUI-Manager finds them by that name), or update ComfyUI, and restart it.`,
    available: nearest === undefined ? undefined : [nearest],
    details,
  })
}

function countOthers(count: number): string {
  return count === 1 ? 'and one more problem' : `and ${count} more problems`
}

function summarize({ code, message, suggestion, details }: Problem): Record<string, unknown> {
  return { code, message, suggestion, nodeId: details.nodeId, input: details.input }
}
