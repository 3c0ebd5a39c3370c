import type { ErrorBody } from '#lib/runtime/errors.ts'
import { describeHelp } from './describe-help.ts'
import type { ToastInput } from './toasts.tsx'

export function errorToast(error: ErrorBody): ToastInput {
  return { title: error.message, description: describeHelp(error), tone: 'danger' }
}
