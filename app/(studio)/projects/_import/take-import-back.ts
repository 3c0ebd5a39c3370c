import { askApi } from '#app/_live/api.ts'
import type { ScriptVersionRow, UndoneImport } from '#lib/storyboard/script-rows.ts'

/** By its route: it may take a while, and a tab's server actions wait for one another. */
export async function takeImportBack({
  id,
  projectId,
}: Pick<ScriptVersionRow, 'id' | 'projectId'>): Promise<UndoneImport> {
  return await askApi(`/api/v1/projects/${projectId}/script/versions/${id}/undo`, {})
}
