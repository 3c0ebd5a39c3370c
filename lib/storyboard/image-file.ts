import path from 'node:path'

/** What the folder of data is called; in a bucket the keys are the same. */
const dataFolder = path.basename(process.env.DATA_DIR || 'data')

/** Where other programs find the current picture of a sentence, from the project's root. */
export function imageFileOf(projectId: string, sentenceId: string): string {
  return `${dataFolder}/projects/${projectId}/images/${sentenceId}.png`
}
