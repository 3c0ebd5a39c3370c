import type { Project, Section, Sentence } from '#prisma/client/client.ts'
import type { ProjectRow, SectionRow, SentenceRow } from './model.ts'

export function toProjectRow({ id, teamId, name, version, deletedAt }: Project): ProjectRow {
  return { id, teamId, name, version, deleted: deletedAt !== null }
}

export function toSectionRow({ id, title, position, version, deletedAt }: Section): SectionRow {
  return { id, title, position, version, deleted: deletedAt !== null }
}

export function toSentenceRow({ id, sectionId, text, position, version, deletedAt }: Sentence): SentenceRow {
  return { id, sectionId, text, position, version, deleted: deletedAt !== null }
}
