import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { type ComfyServer, nameWithAddress } from './server.ts'

/** The error for a call that got no answer: what happened, and the usual cause of just that. */
export function errorOfNoAnswer(server: ComfyServer, cause: unknown, afterMs: number): AppError {
  const { what, helps } = explain(cause, afterMs)
  return unavailable({ message: `${nameWithAddress(server)} ${what}`, suggestion: helps, server, cause })
}

/** The error for an answer that no ComfyUI in good health gives. */
export function errorOfStatus(server: ComfyServer, status: number, path: string): AppError {
  const details = { status, path }
  if (status === 401 || status === 403 || status === 407) {
    return unavailable({
      server,
      details,
      message: `${nameWithAddress(server)} refuses to talk to us (status ${status}).`,
      suggestion:
        'Something in front of ComfyUI asks for a password or a header: add it under headers for this node in config/gpus.yaml. A proxy must not pass on Origin.',
      retryable: false,
    })
  }
  if (status >= 300 && status < 400) {
    return unavailable({
      server,
      details,
      message: `${nameWithAddress(server)} sends us to another address (status ${status}).`,
      suggestion: 'Use the address at which ComfyUI itself answers; a page to sign in may stand before it.',
      retryable: false,
    })
  }
  if (status === 404 || status === 405) {
    return unavailable({
      server,
      details,
      message: `What answers at ${nameWithAddress(server)} does not know ${path}.`,
      suggestion: 'Check that the address is that of ComfyUI, and that ComfyUI is 0.3.64 or newer.',
      retryable: false,
    })
  }
  return unavailable({
    server,
    details,
    message: `${nameWithAddress(server)} could not answer (status ${status}).`,
    suggestion: "It may be starting, or in trouble: ComfyUI's own log says why.",
    retryable: status >= 500 || status === 408 || status === 429,
  })
}

export function errorOfStrangeAnswer(server: ComfyServer, path: string, cause?: unknown): AppError {
  return unavailable({
    server,
    cause,
    details: { path },
    message: `What ${nameWithAddress(server)} answers to ${path} is not what ComfyUI answers.`,
    suggestion: 'Check the address: another program may answer there, or something in between changes what passes.',
    retryable: false,
  })
}

/** The caller gave up waiting; nothing is known to be wrong. */
export function errorOfAbort(cause: unknown): AppError {
  return new AppError({ code: 'CANCELLED', message: 'The wait for ComfyUI was given up.', cause })
}

type Init = {
  server: ComfyServer
  message: string
  suggestion: string
  details?: Record<string, unknown>
  cause?: unknown
  retryable?: boolean
}

function unavailable({ server, message, suggestion, details, cause, retryable = true }: Init): AppError {
  return new AppError({
    code: 'COMFY_UNAVAILABLE',
    message,
    suggestion,
    details: { server: server.address, ...details },
    retryable,
    cause,
  })
}

function explain(cause: unknown, afterMs: number): { what: string; helps: string } {
  const code = systemCode(cause) ?? ''
  if (isTimeout(cause) || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return {
      what: `did not answer within ${formatSeconds(afterMs)}.`,
      helps:
        'It may be loading a model, or be stuck: look at its own window or log, and restart ComfyUI if it stays so.',
    }
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      what: 'has an address that no machine here is known by.',
      helps: 'Check how it is spelt in the configuration, or use its address, such as 192.168.1.20.',
    }
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return {
      what: 'cannot be reached over the network.',
      helps: 'Check that the machine is on and that its firewall lets the port through.',
    }
  }
  if (code === 'ECONNREFUSED') {
    return {
      what: 'has nothing that answers on that port.',
      helps: 'Start ComfyUI there, with --listen when it is another machine, and check the port and the firewall.',
    }
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return { what: 'does not speak https.', helps: 'Write its address with http:// instead.' }
  }
  if (/CERT|SELF_SIGNED|TLS|SSL/.test(code)) {
    return {
      what: 'shows a certificate that is not trusted here.',
      helps: 'Use http://, or a certificate this machine trusts (NODE_EXTRA_CA_CERTS names one).',
    }
  }
  return {
    what: 'hung up before it had answered.',
    helps: 'ComfyUI may have just stopped or restarted: look at its own window or log.',
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

export function formatSeconds(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} milliseconds`
  const seconds = Math.round(ms / 1_000)
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
