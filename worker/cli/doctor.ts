import path from 'node:path'
import { z } from 'zod'
import { type Fleet, loadFleet } from '#lib/fleet/registry.ts'
import type { Env } from '#lib/runtime/env.ts'
import { listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { defineCommand, exitCodes } from './command.ts'
import { describeServer } from './describe-server.ts'
import { type ExaminedServer, examineServer } from './examine-server.ts'
import { printItems } from './print-json.ts'

export const doctor = defineCommand({
  words: ['doctor'],
  about: 'Asks each configured ComfyUI server how it is and which workflows it can run.',
  options: {},
  notes: [
    'Servers are those of config/gpus.yaml, or of COMFYUI_URL where that file is not. See docs/gpus.md.',
    'Ends with 1 when none is configured, one does not answer, or one can run no workflow at all.',
  ],
  input: z.object({ json: z.boolean().default(false) }),
  run: async ({ json }, { write, warn, readEnv }) => {
    const env = readEnv()
    const [fleet, workflows] = await Promise.all([loadFleet(env), listWorkflows(workflowFolders(env))])
    const { nodes, source } = fleet
    const templates = workflows.flatMap(({ template }) => (template ? [template] : []))
    const servers = await Promise.all(nodes.map((node) => examineServer(node, { templates, source })))
    for (const message of [...describeSource(fleet, env), ...findTwins(servers)]) warn(`${message}\n`)
    if (json) write(printItems(servers))
    else write(servers.map(describeServer).join('\n'))
    return servers.length > 0 && servers.every(isFine) ? exitCodes.fine : exitCodes.wrong
  },
})

/** Two places may name servers: which one counts is not to be guessed. */
function describeSource({ source, nodes }: Fleet, env: Env): string[] {
  const file = path.relative(process.cwd(), env.GPUS_FILE) || env.GPUS_FILE
  const count = nodes.length === 1 ? '1 server' : `${nodes.length} servers`
  switch (source) {
    case 'file':
      return [`${count}, from ${file}${env.COMFYUI_URL.length > 0 ? '; COMFYUI_URL is set too, and not used' : ''}.`]
    case 'addresses':
      return [`${count}, from COMFYUI_URL.`]
    case 'sketch':
      return ['The sketch renderer: no other server is configured.']
    case 'none':
      return [nothingConfigured]
  }
}

const nothingConfigured = `No ComfyUI server is configured. Set COMFYUI_URL=http://ADDRESS:8188, or copy config/gpus.sample.yaml to
config/gpus.yaml and describe yours. docs/gpus.md says how to set one up.`

function findTwins(servers: readonly ExaminedServer[]): string[] {
  const byAddress = Map.groupBy(servers, ({ address }) => address)
  return [...byAddress].flatMap(([address, twins]) =>
    twins.length > 1
      ? [`${twins.map(({ id }) => id).join(' and ')} are the same server, ${address}: name it once.`]
      : [],
  )
}

function isFine({ problem, workflows }: ExaminedServer): boolean {
  return !problem && workflows.some(({ canRun }) => canRun)
}
