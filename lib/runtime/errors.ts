/** Every way the product fails on purpose. A new code is added here, with its status over HTTP. */
const httpStatusOf = {
  INVALID_INPUT: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  ALREADY_RUNNING: 500,
  CANCELLED: 409,
  COMFY_UNAVAILABLE: 503,
  CONFIG_INVALID: 500,
  DATABASE_UNREACHABLE: 503,
  DATABASE_UNSUITABLE: 500,
  DISK_FULL: 507,
  DISK_NOT_WRITABLE: 500,
  GENERATION_TIMEOUT: 504,
  MODEL_MISSING: 422,
  NO_OUTPUT: 502,
  OUTPUT_FILE_NOT_FOUND: 502,
  OUTPUT_FILE_UNUSABLE: 502,
  OUT_OF_MEMORY: 507,
  PLATFORM_UNSUPPORTED: 500,
  PORT_IN_USE: 500,
  PROCESS_FAILED: 500,
  QUEUE_FULL: 429,
  WORKFLOW_INVALID: 422,
  WORKFLOW_NODE_ERROR: 502,
  WORKFLOW_NOT_FOUND: 404,
} as const

export type ErrorCode = keyof typeof httpStatusOf

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(httpStatusOf, value)
}

export type AppErrorInit = {
  code: ErrorCode
  /** What happened, in a sentence for a person. */
  message: string
  /** What the person can do about it. */
  suggestion?: string | undefined
  details?: Record<string, unknown> | undefined
  /** For forms: the message for each field that is wrong. */
  fields?: Record<string, string> | undefined
  /** What there is instead of what was asked for: models, workflows, values. */
  available?: readonly string[] | undefined
  /** Whether the same call can succeed later without anyone changing anything. */
  retryable?: boolean | undefined
  cause?: unknown
}

/** What crosses a wire: an AppError without stack or cause, and the id a person can quote. */
export type ErrorBody = {
  code: ErrorCode
  message: string
  suggestion?: string | undefined
  details?: Record<string, unknown> | undefined
  fields?: Record<string, string> | undefined
  available?: readonly string[] | undefined
  retryable: boolean
  id?: string | undefined
}

// Node and Next each load a copy of this file, so instanceof would not recognise the other's errors.
const brand = Symbol.for('framewright.AppError')

export class AppError extends Error {
  readonly [brand] = true
  readonly code: ErrorCode
  readonly suggestion: string | undefined
  readonly details: Record<string, unknown> | undefined
  readonly fields: Record<string, string> | undefined
  readonly available: readonly string[] | undefined
  readonly retryable: boolean

  constructor(init: AppErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.name = 'AppError'
    this.code = init.code
    this.suggestion = init.suggestion
    this.details = init.details
    this.fields = init.fields
    this.available = init.available
    this.retryable = init.retryable ?? false
  }
}

/** The same error, with more said about where it happened. */
export function withDetails(error: AppError, details: Record<string, unknown>): AppError {
  const { code, message, suggestion, fields, available, retryable } = error
  return new AppError({
    ...{ code, message, suggestion, fields, available, retryable },
    details: { ...details, ...error.details },
    // The error itself stays behind it, for the log.
    cause: error,
  })
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && brand in error
}

export function httpStatus(code: ErrorCode): number {
  return httpStatusOf[code]
}

export function toErrorBody(error: AppError, id?: string): ErrorBody {
  const { code, message, suggestion, details, fields, available, retryable } = error
  return { code, message, suggestion, details, fields, available, retryable, id }
}

/** The sentence a terminal shows: what happened, then what helps. */
export function describeError(error: unknown): string {
  if (isAppError(error)) return error.suggestion ? `${error.message} ${error.suggestion}` : error.message
  return error instanceof Error ? error.message : String(error)
}

/** The `code` of a Node or Postgres error, however deep Prisma and pg have wrapped it. */
export function systemCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return undefined
}
