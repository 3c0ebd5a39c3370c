import type { ListedWorkflow } from './library.ts'

/** A workflow as a program chooses one: what it is for, what it takes, and what is wrong with it when it cannot be used. */
export function describeWorkflow({ id, template, problems, origin }: ListedWorkflow) {
  const manifest = template?.manifest
  return {
    id,
    origin,
    isUsable: template !== undefined,
    title: manifest?.title ?? id,
    description: manifest?.description ?? '',
    kind: manifest?.kind ?? null,
    family: manifest?.family ?? null,
    task: manifest?.task ?? null,
    isDefault: manifest?.isDefault ?? false,
    accepts: manifest?.accepts ?? null,
    size: manifest?.size ?? null,
    steps: manifest?.steps ?? null,
    cfg: manifest?.cfg ?? null,
    denoise: manifest?.denoise ?? null,
    models: manifest?.models ?? {},
    capabilities: manifest?.capabilities ?? [],
    deadlineS: manifest?.deadlineS ?? null,
    problems,
  }
}
