import type { FleetNode } from '#lib/fleet/model.ts'
import type { Env } from '#lib/runtime/env.ts'

type Summary = { env: Pick<Env, 'HOST' | 'PORT' | 'DATA_DIR'>; nodes: FleetNode[]; database: string }

/** The block that ends a start. */
export function describeStart({ env, nodes, database }: Summary): string {
  const renders =
    nodes.length === 0
      ? 'sketches, for want of a GPU: set COMFYUI_URL or write config/gpus.yaml'
      : nodes.map(({ name, url }) => `${name} (${new URL(url).host})`).join(', ')
  return `
  Framewright is running

    Open      ${addressOf(env)}
    Data      ${env.DATA_DIR}
    Database  ${database}
    Renders   ${renders}

    Ctrl-C stops it.
`
}

export function addressOf({ HOST, PORT }: { HOST: string; PORT: number }): string {
  // A bare IPv6 address needs brackets in front of a port.
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`
}
