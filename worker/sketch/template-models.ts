import { listWorkflows } from '#lib/workflow/library.ts'
import { modelNamesOf } from '#lib/workflow/model-names.ts'
import { type ModelLists, modelsNamedBy } from './models.ts'

/** The models that the workflows of some folders name, so that a sketch server can run each of them with all its extras. */
export async function readTemplateModels(dirs: readonly string[]): Promise<ModelLists> {
  const workflows = await listWorkflows(dirs.map((folder) => ({ origin: 'own', folder })))
  const templates = workflows.flatMap(({ template }) => (template ? [template] : []))
  const lists: Record<string, string[]> = {}
  const add = (folder: string, names: readonly string[]): void => {
    lists[folder] = [...new Set([...(lists[folder] ?? []), ...names])]
  }
  for (const [folder, names] of Object.entries(modelNamesOf(templates))) add(folder, names ?? [])
  for (const { graph } of templates) {
    for (const [folder, name] of modelsNamedBy(graph)) if (!isPlaceholder(name)) add(folder, [name])
  }
  return lists
}

function isPlaceholder(name: string): boolean {
  return name.includes('{{') || name.endsWith('_PLACEHOLDER')
}
