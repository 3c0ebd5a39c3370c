import { readApi } from '#app/_live/api.ts'
import { mostAtOnce, type Page, readAllPages } from '#lib/runtime/paging.ts'
import type { DeletedProject, ProjectSummary } from '#lib/storyboard/model.ts'

export async function readProjects(): Promise<ProjectSummary[]> {
  return await readAll('')
}

export async function readArchivedProjects(): Promise<ProjectSummary[]> {
  return await readAll('&archived=true')
}

export async function readDeletedProjects(): Promise<DeletedProject[]> {
  return await readAll('&deleted=true')
}

async function readAll<T>(filter: string): Promise<T[]> {
  return await readAllPages((cursor) => {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
    return readApi<Page<T>>(`/api/v1/projects?limit=${mostAtOnce}${filter}${from}`)
  })
}
