/** One place for the names of what is cached, so that reading and patching mean the same thing. */
export const queryKeys = {
  projects: ['projects'] as const,
  board: (projectId: string) => ['board', projectId] as const,
  /** The latest job of each sentence, as far as it matters to the board. */
  jobs: (projectId: string) => ['jobs', projectId] as const,
  /** The jobs of one sentence, newest first; of every sentence when none is named. */
  jobsOf: (...sentenceId: [string] | []) => ['jobs-of', ...sentenceId] as const,
  takes: (...sentenceId: [string] | []) => ['takes', ...sentenceId] as const,
  cast: (projectId: string) => ['cast', projectId] as const,
  workflows: ['workflows'] as const,
  system: ['system'] as const,
}
