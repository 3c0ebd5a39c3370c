import path from 'node:path'
import { listWorkflows } from '#lib/workflow/library.ts'
import { modelNamesOf } from '#lib/workflow/model-names.ts'
import { nodeTable, toObjectInfoJson } from '#lib/workflow/node-table.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'

export const builtInWorkflows = await listWorkflows([{ origin: 'built-in', folder: path.resolve('workflows') }])
export const builtInTemplates = builtInWorkflows.flatMap(({ template }) => (template ? [template] : []))
export const loraNames = ['ink.safetensors', 'face.safetensors', 'light.safetensors'] as const

/** A server that has every file the built-in workflows name, and the LoRAs above. */
export const equippedModels = { ...modelNamesOf(builtInTemplates), loras: [...loraNames] }
export const equippedServer = parseObjectInfo(toObjectInfoJson(nodeTable, equippedModels))
