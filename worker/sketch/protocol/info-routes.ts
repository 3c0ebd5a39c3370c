import os from 'node:os'
import { listModels } from '../models.ts'
import { comfyuiVersion, features } from './features.ts'
import { type Call, sendEmpty, sendJson, sendText } from './http.ts'

const gigabyte = 1024 ** 3

/** ComfyUI's shape; that this is a sketch is in the name of its device. */
export function showStats(call: Call): void {
  const vram = Math.round(call.machine.behaviour.memoryGb * gigabyte)
  sendJson(call, {
    system: {
      os: process.platform,
      ram_total: os.totalmem(),
      ram_free: os.freemem(),
      comfyui_version: comfyuiVersion,
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      comfy_package_versions: [],
      python_version: 'none (sketch)',
      pytorch_version: 'none (sketch)',
      embedded_python: false,
      deploy_environment: 'sketch',
      argv: ['sketch'],
    },
    devices: [
      {
        name: 'sketch (draws without a GPU)',
        type: 'cpu',
        index: null,
        vram_total: vram,
        vram_free: vram,
        torch_vram_total: vram,
        torch_vram_free: vram,
      },
    ],
  })
}

export function showFeatures(call: Call): void {
  sendJson(call, features)
}

export async function showNodes(call: Call): Promise<void> {
  sendJson(call, (await call.machine.nodes()).json)
}

export async function showNode(call: Call): Promise<void> {
  const { name = '' } = call.params
  const { json } = await call.machine.nodes()
  sendJson(call, Object.hasOwn(json, name) ? { [name]: json[name] } : {})
}

export function showFolders(call: Call): void {
  sendJson(call, Object.keys(listModels(call.machine.behaviour, call.machine.templateModels)))
}

export function showModels(call: Call): void {
  const { folder = '' } = call.params
  const lists = listModels(call.machine.behaviour, call.machine.templateModels)
  const name = folder === 'clip' ? 'text_encoders' : folder
  if (Object.hasOwn(lists, name)) sendJson(call, lists[name])
  else sendEmpty(call, 404)
}

export function showEmptyList(call: Call): void {
  sendJson(call, [])
}

export function showUsers(call: Call): void {
  sendJson(call, { storage: 'server', migrated: false })
}

export function showSettings(call: Call): void {
  sendJson(call, {})
}

export function refuseAssets(call: Call): void {
  const message = 'Assets system is disabled. Start the server with --enable-assets to use this feature.'
  sendJson(call, { error: { code: 'SERVICE_DISABLED', message, details: {} } }, 503)
}

export function showNothing(call: Call): void {
  sendEmpty(call, 404)
}

export function showMissingDirectory(call: Call): void {
  sendText(call, 'Directory not found', 404)
}

export function showHome(call: Call): void {
  sendText(call, 'This is a sketch renderer: it speaks the protocol of ComfyUI and draws without a GPU.\n')
}

export function refuseWithoutUpgrade(call: Call): void {
  sendText(call, 'No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".', 400)
}
