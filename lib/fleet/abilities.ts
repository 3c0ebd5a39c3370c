import { hash } from 'node:crypto'
import { baseName, isModelName, modelFolderOf } from '#lib/workflow/model-files.ts'
import type { InputInfo, ObjectInfo } from '#lib/workflow/object-info.ts'

/** What a GPU server has, in short: enough to tell whether a job can run there. */
export type Abilities = {
  nodeTypes: readonly string[]
  /** File names by folder, as the server's nodes list them; those of no known folder under an empty name. */
  models: Readonly<Record<string, readonly string[]>>
}

/** The models a server's nodes offer, and the node types themselves. */
export function abilitiesOf(info: ObjectInfo): Abilities {
  const models = new Map<string, Set<string>>()
  for (const { name: classType, required, optional } of info.values()) {
    for (const input of [...required, ...optional]) collect(models, classType, input)
  }
  const byFolder = [...models].map(([folder, names]) => [folder, [...names].sort()] as const)
  return {
    nodeTypes: [...info.keys()].sort(),
    models: Object.fromEntries(byFolder.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function collect(models: Map<string, Set<string>>, classType: string, { name, options, choices }: InputInfo): void {
  const found = options?.filter(isModelName) ?? []
  if (found.length > 0) {
    const folder = modelFolderOf(classType, name) ?? ''
    const names = models.get(folder) ?? new Set()
    for (const file of found) names.add(file)
    models.set(folder, names)
  }
  for (const choice of choices ?? []) {
    for (const input of [...choice.required, ...choice.optional]) collect(models, classType, input)
  }
}

export function hashAbilities(abilities: Abilities): string {
  return hash('sha256', JSON.stringify(abilities), 'hex').slice(0, 16)
}

/** Looks names up quickly, and as the binder finds them: by either kind of slash, or in a folder of the server. */
export type AbilityIndex = { nodeTypes: ReadonlySet<string>; hasModel(folder: string, name: string): boolean }

export function indexAbilities({ nodeTypes, models }: Abilities): AbilityIndex {
  const files = new Map<string, Set<string>>()
  const all = new Set<string>()
  for (const [folder, names] of Object.entries(models)) {
    const set = new Set<string>()
    for (const name of names) for (const spelling of [withSlashes(name), baseName(name)]) set.add(spelling)
    for (const spelling of set) all.add(spelling)
    files.set(folder, set)
  }
  return {
    nodeTypes: new Set(nodeTypes),
    hasModel(folder, name) {
      // A folder that no node lists cannot be asked about; the server itself will say.
      const known = folder === '' ? all : files.get(folder)
      return known === undefined ? true : known.has(withSlashes(name))
    },
  }
}

function withSlashes(name: string): string {
  return name.replaceAll('\\', '/')
}
