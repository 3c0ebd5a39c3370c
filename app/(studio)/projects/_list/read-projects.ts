import { readApi } from '#app/_live/api.ts'
import type { ProjectSummary } from '#lib/storyboard/model.ts'

export async function readProjects(): Promise<ProjectSummary[]> {
  return (await readApi<{ items: ProjectSummary[] }>('/api/v1/projects')).items
}
