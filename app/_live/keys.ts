/** One place for the names of what is cached, so that reading and patching mean the same thing. */
export const queryKeys = {
  projects: ['projects'] as const,
  board: (projectId: string) => ['board', projectId] as const,
  system: ['system'] as const,
}
