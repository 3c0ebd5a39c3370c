import type { Media } from '#lib/runtime/media.ts'
import { endingKey } from './keys.ts'

/** Says that the files of a project are nobody's as long as no row tells otherwise, so that they may be removed. */
export async function noteEnding(media: Media, projectId: string): Promise<void> {
  await media.put(endingKey(projectId), new TextEncoder().encode(JSON.stringify({ id: projectId })))
}

export async function takeEndingBack(media: Media, projectId: string): Promise<void> {
  await media.remove(endingKey(projectId))
}
