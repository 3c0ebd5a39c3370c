import { z } from 'zod'
import { loadNodes } from '#lib/fleet/registry.ts'
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
    const [nodes, workflows] = await Promise.all([loadNodes(env), listWorkflows(workflowFolders(env))])
    const templates = workflows.flatMap(({ template }) => (template ? [template] : []))
    const servers = await Promise.all(nodes.map((node) => examineServer(node, templates)))
    if (servers.length === 0) warn(nothingConfigured)
    if (json) write(printItems(servers))
    else write(servers.map(describeServer).join('\n'))
    return servers.length > 0 && servers.every(isFine) ? exitCodes.fine : exitCodes.wrong
  },
})

const nothingConfigured = `No ComfyUI server is configured. Set COMFYUI_URL=http://ADDRESS:8188, or copy config/gpus.sample.yaml to
config/gpus.yaml and describe yours. docs/gpus.md says how to set one up.
`

function isFine({ problem, workflows }: ExaminedServer): boolean {
  return !problem && workflows.some(({ canRun }) => canRun)
}
