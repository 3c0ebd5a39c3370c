import { readLoras } from '#lib/recipe/stored.ts'
import type { Project, Section } from '#prisma/client/client.ts'
import type { ProjectRow, SectionRow } from './model.ts'

export function toProjectRow(project: Project): ProjectRow {
  const { id, teamId, name, version, deletedAt, workflow, style, negative, width, height, steps, cfg, keptTakes } =
    project
  const archivedAt = project.archivedAt?.toISOString() ?? null
  const look = { workflow, style, negative, width, height, steps, cfg, keptTakes, loras: readLoras(project.loras) }
  return { id, teamId, name, version, deleted: deletedAt !== null, archivedAt, ...look }
}

export function toSectionRow({ id, title, position, version, deletedAt }: Section): SectionRow {
  return { id, title, position, version, deleted: deletedAt !== null }
}
