import { matchesGlob } from 'node:path'

/**
 * Files that compute and do nothing else: no database, file system, network, clock, randomness or environment. They give the
 * same answer in a browser, in a test and on a server. Add a line when a noun gains another such file.
 */
export const pureFiles = [
  'lib/*/model.ts',
  'lib/comfy/execution-errors.ts',
  'lib/comfy/explain-complaint.ts',
  'lib/comfy/fields.ts',
  'lib/runtime/json.ts',
  'lib/comfy/messages.ts',
  'lib/comfy/model-files.ts',
  'lib/comfy/node-names.ts',
  'lib/comfy/outcome.ts',
  'lib/comfy/outputs.ts',
  'lib/comfy/records.ts',
  'lib/comfy/refusal.ts',
  'lib/comfy/refusal-errors.ts',
  'lib/comfy/safe-text.ts',
  'lib/comfy/server.ts',
  'lib/comfy/stats.ts',
  'lib/comfy/unavailable.ts',
  'lib/fleet/can-run.ts',
  'lib/fleet/capabilities.ts',
  'lib/fleet/choice.ts',
  'lib/fleet/choose.ts',
  'lib/fleet/choose-leave.ts',
  'lib/fleet/choose-line.ts',
  'lib/fleet/choose-play.ts',
  'lib/fleet/estimate-starts.ts',
  'lib/jobs/fair.ts',
  'lib/recipe/**',
  'lib/live/catalogue.ts',
  'lib/runtime/errors.ts',
  'lib/runtime/fields.ts',
  'lib/runtime/paging.ts',
  'lib/storyboard/changes.ts',
  'lib/storyboard/edits.ts',
  'lib/storyboard/look-model.ts',
  'lib/storyboard/merging.ts',
  'lib/storyboard/positions.ts',
  'lib/takes/byte-range.ts',
  'lib/takes/file-name.ts',
  'lib/takes/keys.ts',
  'lib/takes/s3-errors.ts',
  'lib/takes/s3-listing.ts',
  'lib/takes/s3-place.ts',
  'lib/workflow/bind.ts',
  'lib/workflow/check-accepts.ts',
  'lib/workflow/check-request.ts',
  'lib/workflow/check-template.ts',
  'lib/workflow/collect-values.ts',
  'lib/workflow/derive-manifest.ts',
  'lib/workflow/draft.ts',
  'lib/workflow/file-inputs.ts',
  'lib/workflow/finish.ts',
  'lib/workflow/fit-to-server.ts',
  'lib/workflow/graph.ts',
  'lib/workflow/inject-control.ts',
  'lib/workflow/inject-init.ts',
  'lib/workflow/inject-loras.ts',
  'lib/workflow/inject-references.ts',
  'lib/workflow/keep-in-range.ts',
  'lib/workflow/known-nodes.ts',
  'lib/workflow/manifest.ts',
  'lib/workflow/model-files.ts',
  'lib/workflow/model-names.ts',
  'lib/workflow/node-table.ts',
  'lib/workflow/object-info.ts',
  'lib/workflow/placeholders.ts',
  'lib/workflow/preflight.ts',
  'lib/workflow/python-values.ts',
  'lib/workflow/read-graph.ts',
  'lib/workflow/read-picture.ts',
  'lib/workflow/request.ts',
  'lib/workflow/sample.ts',
  'lib/workflow/seeds.ts',
  'lib/workflow/set-batch.ts',
  'lib/workflow/size.ts',
  'lib/workflow/template.ts',
  'lib/workflow/validate-node.ts',
  'lib/workflow/validate-prompt.ts',
  'lib/workflow/warning.ts',
  'lib/workflow/wiring.ts',
  'lib/workflow/nodes/**',
]

/** Computes too, but with Node's own SHA-256, so it is not for a browser. */
export const nearlyPureFiles = ['lib/fleet/abilities.ts', 'lib/fleet/needs.ts', 'lib/recipe/hash.ts']

/** What a pure file may import: these packages only compute. */
export const purePackages = ['zod', 'fractional-indexing']

export function isPureFile(file: string): boolean {
  if (nearlyPureFiles.includes(file) || file.endsWith('.test.ts')) return false
  return pureFiles.some((pattern) => matchesGlob(file, pattern))
}
