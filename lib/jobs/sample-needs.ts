import { type Needs, needsOf } from '#lib/fleet/needs.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { bindWorkflow } from '#lib/workflow/bind.ts'
import { sampleRequest } from '#lib/workflow/sample.ts'
import type { Template } from '#lib/workflow/template.ts'

/**
 * What a workflow needs when it is given what it asks for and no more. Undefined for one that cannot even be filled with that,
 * which the list of workflows tells.
 */
export function sampleNeeds(template: Template): Needs | undefined {
  try {
    const { graph, used } = bindWorkflow(template, sampleRequest(template))
    return needsOf({ graph, manifest: template.manifest, quality: 'final', renderedSize: used.renderedSize ?? null })
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}
