/** A node that fails as ComfyUI's would: the type and message of the Python error end up in `execution_error`. */
export class NodeFailure extends Error {
  readonly exceptionType: string
  readonly extraInputs: Record<string, unknown>

  constructor(exceptionType: string, message: string, extraInputs: Record<string, unknown> = {}) {
    super(message)
    this.name = 'NodeFailure'
    this.exceptionType = exceptionType
    this.extraInputs = extraInputs
  }
}

/** Someone asked the running prompt to stop. */
export class Interrupted extends Error {
  constructor() {
    super('The run was interrupted.')
    this.name = 'Interrupted'
  }
}

/** The server went down in the middle of a run; nobody hears of it again. */
export class ServerGone extends Error {
  constructor() {
    super('The sketch server restarted or stopped.')
    this.name = 'ServerGone'
  }
}
