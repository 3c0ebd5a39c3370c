import { isAppError } from '#lib/runtime/errors.ts'
import { bindWorkflow } from './bind.ts'
import type { TemplateProblem } from './check-template.ts'
import { sampleExtras, sampleRequest } from './sample.ts'
import type { Template } from './template.ts'

/** Whether what a manifest says the workflow accepts can be put into its graph, by putting it there. */
export function checkAccepts(template: Template): TemplateProblem[] {
  const base = sampleRequest(template)
  const problems = sampleExtras(template).flatMap(({ request }) => tryToBind(template, { ...base, ...request }))
  const { accepts, denoise } = template.manifest
  if (accepts.init && !denoise) {
    problems.push('It accepts a picture to start from (init), but its manifest gives no denoise.')
  }
  return [...new Set(problems)].map((message) => ({ level: 'error', message }))
}

function tryToBind(template: Template, request: Parameters<typeof bindWorkflow>[1]): string[] {
  try {
    bindWorkflow(template, request)
    return []
  } catch (error) {
    if (!isAppError(error)) throw error
    return [error.message]
  }
}
