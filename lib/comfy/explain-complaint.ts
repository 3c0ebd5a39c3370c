import { startSentence } from '#lib/workflow/graph.ts'
import { describeNode } from '#lib/workflow/known-nodes.ts'
import { isModelName, modelFolderOf } from '#lib/workflow/model-files.ts'
import { fieldsOf, listOf, showValue, textOf } from './fields.ts'
import { findNearest, listSome } from './model-files.ts'
import { nameNode, nodeOf } from './node-names.ts'
import type { Complaint } from './refusal.ts'
import { toSafeText } from './safe-text.ts'

/** A complaint in words a person can act on. */
export type Problem = {
  code: 'MODEL_MISSING' | 'WORKFLOW_INVALID'
  message: string
  suggestion: string
  available?: readonly string[] | undefined
  details: Record<string, unknown>
}

type Context = { graph: unknown; serverName: string }

export function explainComplaint(complaint: Complaint, { graph, serverName }: Context): Problem {
  const node = nameNode(graph, complaint.nodeId, complaint.className || undefined)
  const input = complaint.input ?? inputOfDetails(complaint, graph) ?? 'an input'
  const value = showValue(complaint.value)
  const problem = (message: string, suggestion: string): Problem => ({
    code: 'WORKFLOW_INVALID',
    message: startSentence(message),
    suggestion,
    details: {
      nodeId: complaint.nodeId,
      nodeClass: complaint.className,
      input: complaint.input,
      problem: complaint.type,
    },
  })

  switch (complaint.type) {
    case 'value_not_in_list':
      return explainChoice({ complaint, node, input, value, serverName, problem })
    case 'value_smaller_than_min':
      return problem(
        `In ${node}, ${input} is ${value}, and must be at least ${showValue(complaint.min)}.`,
        `Set ${input} to ${showValue(complaint.min)} or more.`,
      )
    case 'value_bigger_than_max':
      return problem(
        `In ${node}, ${input} is ${value}, and must be at most ${showValue(complaint.max)}.`,
        `Set ${input} to ${showValue(complaint.max)} or less.`,
      )
    case 'invalid_input_type':
      return problem(
        `In ${node}, ${input} is “${value}”, which is not ${nameType(complaint.wants)}.`,
        `Give ${input} ${nameType(complaint.wants)}; a placeholder may be spelt wrongly or have no value.`,
      )
    case 'required_input_missing':
      return problem(
        `${node} lacks its input ${input}.`,
        `Set or link ${input}: the workflow may be made for another version of the node.`,
      )
    case 'return_type_mismatch':
      return problem(
        `In ${node}, ${input} needs ${complaint.wants ?? 'another type'} and is linked to ${complaint.gives ?? 'something else'}.`,
        `Link ${input} to an output that gives ${complaint.wants ?? 'what it needs'}.`,
      )
    case 'bad_linked_input':
      return problem(
        `In ${node}, ${input} holds a list that is not a link.`,
        'A link is the id of a node, as text, and the number of one of its outputs.',
      )
    case 'dependency_cycle':
      return problem(
        `${node} waits for itself: the nodes ${listSome(complaint.cycle)} are linked in a circle.`,
        'Open the circle by linking one of them elsewhere.',
      )
    case 'custom_validation_failed':
      return explainOwnCheck(complaint, node, problem)
    default:
      return explainBrokenLink({ complaint, node, graph, problem })
  }
}

type MakeProblem = (message: string, suggestion: string) => Problem

type Choice = {
  complaint: Complaint
  node: string
  input: string
  value: string
  serverName: string
  problem: MakeProblem
}

function explainChoice({ complaint, node, input, value, serverName, problem }: Choice): Problem {
  const options = complaint.options ?? []
  const nearest = findNearest(value, options)
  const meant = nearest === undefined ? '' : `Did you mean ${nearest}? `
  const folder = modelFolderOf(complaint.className, input)
  if (folder === undefined && !isModelName(complaint.value)) {
    const made = problem(
      `In ${node}, ${input} is “${value}”, which ${serverName} does not offer.`,
      `${meant}${options.length > 0 ? `It offers: ${listSome(options)}.` : 'It offers nothing to choose from there.'}`,
    )
    return { ...made, available: options, details: { ...made.details, value } }
  }
  const place = folder === undefined ? 'the folder of its kind under models' : `models/${folder}`
  const made = problem(
    `${serverName} does not have the model ${value}, which ${node} needs.`,
    options.length > 0
      ? `${meant}Put it into ${place} there, or choose one of: ${listSome(options)}.`
      : `Put it into ${place} there; that folder has no models yet.`,
  )
  return { ...made, code: 'MODEL_MISSING', available: options, details: { ...made.details, value, folder } }
}

function explainOwnCheck(complaint: Complaint, node: string, problem: MakeProblem): Problem {
  const file = /Invalid (?:image|video|audio|mask)? ?file: (.+)$/i.exec(complaint.rawDetails)?.[1]
  if (file !== undefined) {
    const name = toSafeText(file, 120)
    return problem(
      `${node} loads ${name}, which is not on the server.`,
      `Upload ${name} first, or choose another file.`,
    )
  }
  const input = complaint.input ?? 'an input'
  const reason = toSafeText(complaint.rawDetails.replace(`${input} - `, ''))
  return problem(
    `${node} does not accept its ${input}${reason ? `: ${reason}` : ''}.`.replace(/\.\.$/, '.'),
    `Change ${input} of that node.`,
  )
}

/** The server only says that something went wrong inside it; which link is broken can be seen from the graph. */
function explainBrokenLink({
  complaint,
  node,
  graph,
  problem,
}: {
  complaint: Complaint
  node: string
  graph: unknown
  problem: MakeProblem
}): Problem {
  const inputs = fieldsOf(nodeOf(graph, complaint.nodeId)?.inputs)
  for (const [input, value] of Object.entries(inputs)) {
    const [target, output] = listOf(value)
    if (!Array.isArray(value) || value.length !== 2 || typeof output !== 'number') continue
    if (typeof target !== 'string') {
      return problem(
        `In ${node}, ${input} is linked by a number instead of by text.`,
        `Write the id as text: ["${showValue(target)}", ${output}].`,
      )
    }
    if (!nodeOf(graph, target)) {
      return problem(
        `In ${node}, ${input} is linked to node ${showValue(target)}, which is not in the workflow.`,
        `Link ${input} to a node that is there.`,
      )
    }
    // Of a class that is not known here, nothing can be said: another link may be the broken one.
    const outputs = describeNode(textOf(nodeOf(graph, target)?.class_type) ?? '')?.outputs.length
    if (/index out of range/.test(complaint.rawDetails) && outputs !== undefined && output >= outputs) {
      const source = nameNode(graph, target)
      return problem(
        `In ${node}, ${input} is linked to output ${output} of ${source}, which has no such output.`,
        `Outputs are counted from 0: choose one that ${source} has.`,
      )
    }
  }
  if (/index out of range/.test(complaint.rawDetails)) {
    return problem(
      `${node} is linked to an output that its source does not have.`,
      'Outputs are counted from 0: link its inputs again in ComfyUI, and export the workflow with Export (API).',
    )
  }
  const reason = toSafeText(complaint.rawDetails, 120)
  return problem(
    `${node} is not accepted${reason ? `: ${reason}` : ''}.`,
    'Compare its inputs with the same node in ComfyUI, and export the workflow again with Export (API).',
  )
}

function inputOfDetails(complaint: Complaint, graph: unknown): string | undefined {
  const name = /^\w+/.exec(complaint.rawDetails)?.[0]
  const inputs = fieldsOf(nodeOf(graph, complaint.nodeId)?.inputs)
  return name !== undefined && Object.hasOwn(inputs, name) ? name : undefined
}

function nameType(type: string | undefined): string {
  switch (type) {
    case 'INT':
      return 'a whole number'
    case 'FLOAT':
      return 'a number'
    case 'BOOLEAN':
      return 'true or false'
    case 'STRING':
      return 'a text'
    default:
      return 'a value of the type it needs'
  }
}
