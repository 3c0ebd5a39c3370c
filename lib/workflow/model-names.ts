import type { ModelNames } from './node-table.ts'
import { isModelFolder } from './nodes/entry.ts'
import type { Template } from './template.ts'

/** Every model file that workflows name, by folder: what a server needs to run them all with every extra they take. */
export function modelNamesOf(templates: readonly Template[]): ModelNames {
  const names: Record<string, string[]> = {}
  const add = (folder: string, files: readonly string[]) => {
    if (isModelFolder(folder)) names[folder] = [...new Set([...(names[folder] ?? []), ...files])].sort()
  }
  for (const { manifest } of templates) {
    for (const [folder, files] of Object.entries(manifest.models)) add(folder, files)
    const { control, references } = manifest.accepts
    for (const [folder, files] of Object.entries(references?.models ?? {})) add(folder, files)
    const nets = Object.values(control?.kinds ?? {}).map(({ model }) => model)
    add(control?.how === 'model_patch' ? 'model_patches' : 'controlnet', nets)
  }
  return names
}
