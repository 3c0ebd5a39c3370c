import { readApi } from '#app/_live/api.ts'
import { mostAtOnce, type Page, readAllPages } from '#lib/runtime/paging.ts'
import type { ProjectSummary } from '#lib/storyboard/model.ts'

export async function readProjects(): Promise<ProjectSummary[]> {
  return await readAllPages((cursor) => {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
    return readApi<Page<ProjectSummary>>(`/api/v1/projects?limit=${mostAtOnce}${from}`)
  })
}
