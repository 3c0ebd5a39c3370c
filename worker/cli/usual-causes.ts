import { type AppError, systemCode } from '#lib/runtime/errors.ts'

/** Why a ComfyUI cannot be reached, the most frequent first. Nothing where the error itself has said all there is to say. */
export function listUsualCauses(url: string, error: AppError): string[] {
  const hasAnswered = error.details?.path !== undefined
  if (hasAnswered || /^ENOTFOUND|^EAI_|CERT|SELF_SIGNED|TLS|SSL/.test(systemCode(error.cause) ?? '')) return []
  const { hostname, port, protocol } = new URL(url)
  const asked = port || (protocol === 'https:' ? '443' : '80')
  const isHere = /^(localhost|127\..*|\[::1\])$/.test(hostname)
  const otherPort = `ComfyUI listens on 8188 unless it was started with --port; it was looked for on ${asked}.`
  if (isHere) {
    return [
      'ComfyUI is not running on this machine, or has not finished starting.',
      `It uses another port: ${otherPort}`,
      'It runs on another machine, or this runs in a container: then use the address of the machine ComfyUI runs on.',
    ]
  }
  return [
    'ComfyUI was started without --listen: then it answers on its own machine only.',
    `A firewall on ${hostname} or between does not let port ${asked} through.`,
    `It uses another port: ${otherPort}`,
    'ComfyUI is not running there, or has not finished starting.',
  ]
}
