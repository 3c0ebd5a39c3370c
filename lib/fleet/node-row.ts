import type { Tier } from './choice.ts'
import type { FleetNode } from './model.ts'

/** The models a GPU has loaded, and since when; null when nobody knows. */
export type Warm = { warmKey: string | null; warmSinceMs: number | null }

/** How a GPU is configured, as its row keeps it. Its headers are not there: they may be secrets. */
export type NodeSettings = {
  tier: Tier
  /** Null: its models decide. */
  capabilities: FleetNode['capabilities'] | null
  vramGb: number | null
  maxResolution: number | null
  maxBatch: number
  /** Left out: as its tier says. */
  pace?: number
}

export function settingsOf({ tier, capabilities, vramGb, maxResolution, maxBatch, pace }: FleetNode): NodeSettings {
  return {
    tier,
    capabilities: capabilities ?? null,
    vramGb: vramGb ?? null,
    maxResolution: maxResolution ?? null,
    maxBatch,
    ...(pace !== undefined && { pace }),
  }
}
