import { AppError } from '#lib/runtime/errors.ts'

/** Nothing is made for a sentence that is locked, and nobody chooses another picture for it. */
export function refuseLocked({ locked }: { locked: boolean }): void {
  if (!locked) return
  throw new AppError({
    code: 'CONFLICT',
    message: 'This sentence is locked, so nothing new is made for it and what it shows stays.',
    suggestion: 'Unlock it first.',
    details: { locked: true },
  })
}
