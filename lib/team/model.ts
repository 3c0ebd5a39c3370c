export const roles = ['owner', 'admin', 'editor', 'reviewer', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Everything a person can be allowed to do, from the most guarded to the least. */
export const permissions = {
  'project.see': ['owner', 'admin', 'editor', 'reviewer', 'viewer'],
  'project.create': ['owner', 'admin', 'editor'],
  'project.edit': ['owner', 'admin', 'editor'],
  'project.delete': ['owner', 'admin'],
  'board.edit': ['owner', 'admin', 'editor'],
  'picture.make': ['owner', 'admin', 'editor'],
  /** What waits for the GPUs and which of them take it: everybody's pictures come later or sooner by it. */
  'queue.manage': ['owner', 'admin', 'editor'],
  'system.see': ['owner', 'admin', 'editor'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export function isAllowed(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission]
  return allowed.includes(role)
}

/** What a permission is asked for: the team itself, or something that belongs to one of its projects. */
export type Target =
  | { kind: 'team'; id: string }
  | { kind: 'project'; id: string }
  | { kind: 'section'; id: string }
  | { kind: 'sentence'; id: string }
  | { kind: 'job'; id: string }
  | { kind: 'take'; id: string }
  | { kind: 'batch'; id: string }
  | { kind: 'cast'; id: string }
