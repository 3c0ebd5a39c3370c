/** One place for the names of what is cached, so that reading and patching mean the same thing. */
export const queryKeys = {
  projects: ['projects'] as const,
  /** Below the others: whatever changes one of the lists changes all. */
  archivedProjects: ['projects', 'archived'] as const,
  deletedProjects: ['projects', 'deleted'] as const,
  board: (projectId: string) => ['board', projectId] as const,
  /** The latest job of each sentence, as far as it matters to the board. */
  jobs: (projectId: string) => ['jobs', projectId] as const,
  /** The jobs of one sentence, newest first; of every sentence when none is named. */
  jobsOf: (...sentenceId: [string] | []) => ['jobs-of', ...sentenceId] as const,
  takes: (...sentenceId: [string] | []) => ['takes', ...sentenceId] as const,
  /** The sentences that were put away. */
  archived: (projectId: string) => ['archived', projectId] as const,
  /** What the server finds of takes. */
  search: (projectId: string, text: string) => ['search', projectId, text] as const,
  cast: (projectId: string) => ['cast', projectId] as const,
  workflows: ['workflows'] as const,
  system: ['system'] as const,
  /** How the GPUs are now. */
  gpus: ['gpus'] as const,
  gpuHistory: ['gpu-history'] as const,
  /** What one GPU has, as of when it had these models and node types. */
  gpuDetails: (id: string, abilitiesHash: string | null) => ['gpu-details', id, abilitiesHash] as const,
  /** The first of those that wait; of any number when none is named. */
  queue: (...limit: [number] | []) => ['queue', ...limit] as const,
  /** A job that waits, with its place and reason. */
  waitingJob: (...id: [string] | []) => ['waiting-job', ...id] as const,
  batches: (projectId: string) => ['batches', projectId] as const,
}
