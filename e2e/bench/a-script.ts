import { newId } from '#lib/runtime/ids.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { addSection } from '#lib/storyboard/section-commands.ts'
import { addSentences } from '#lib/storyboard/sentence-commands.ts'
import type { QueueWorld } from './queue-world.ts'

/** So many sentences with a prompt each, in a project of their own. */
export async function aScriptOf(ctx: QueueWorld['ctx'], count: number): Promise<string[]> {
  const { id: projectId } = await createProject(ctx, { id: newId(), teamId: ctx.teamId, name: 'A script' })
  const { id: sectionId } = await addSection(ctx, { id: newId(), projectId, title: 'All' })
  const ids = Array.from({ length: count }, () => newId())
  const sentences = ids.map((id, index) => ({
    id,
    text: `Sentence ${index}.`,
    imagePrompt: `a harbour at dawn, ${id}`,
  }))
  await addSentences(ctx, { sectionId, sentences })
  return ids
}
