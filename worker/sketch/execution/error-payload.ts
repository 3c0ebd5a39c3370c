import { stringifyJson } from '#lib/runtime/json.ts'
import type { RawInputs } from '../nodes/inputs.ts'
import type { Value } from '../nodes/values.ts'
import { NodeFailure } from './failures.ts'

/** The part of `execution_error` that says what went wrong, with everything turned into text as Python does it. */
export function errorPayload(error: unknown, inputs: RawInputs) {
  const failure = error instanceof NodeFailure ? error : undefined
  const message = error instanceof Error ? error.message : String(error)
  const shown = Object.entries(inputs).map(([name, value]) => [name, [showValue(value)]])
  return {
    exception_message: message.endsWith('\n') ? message : `${message}\n`,
    exception_type: failure?.exceptionType ?? 'RuntimeError',
    traceback: ['  File "/sketch/execution.py", line 1, in execute\n    run(node)\n'],
    current_inputs: { ...Object.fromEntries(shown), ...failure?.extraInputs },
  }
}

function showValue(value: Value): string {
  if (value.kind === 'plain') return showPlain(value.value)
  if (value.kind === 'images' || value.kind === 'mask') {
    const { count, width, height } = value.images
    return `tensor(${count}, ${height}, ${width})`
  }
  return `<sketch.${value.kind}>`
}

/** What a graph gives as an object may say of itself how it turns into text, or that it does not. */
function showPlain(value: unknown): string {
  return typeof value === 'object' && value !== null ? stringifyJson(value) : String(value)
}
