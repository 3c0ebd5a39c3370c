import { processParts } from '#lib/runtime/process-parts.ts'
import type { KnownModels } from './known-models.ts'
import type { NodeProbe } from './probe.ts'

/** What is asked of the GPU servers once for all who want to know it at about the same time. */
export type FleetParts = { probe: NodeProbe; models: KnownModels }

/** Those of the web process. */
export function fleetParts(): FleetParts {
  // Safe: bin/web.ts puts them there, of this very type.
  return processParts().nouns.fleet as FleetParts
}
