import { AppError } from '#lib/runtime/errors.ts'

/** Where one ComfyUI answers, and what it wants to be asked with. */
export type ComfyServer = {
  /** Without a slash at its end, and without a password. */
  url: string
  /** Its host and port. */
  address: string
  /** What people call it: a name that it was given, else its address. */
  readonly name: string
  headers: Readonly<Record<string, string>>
}

type Given = {
  headers?: Readonly<Record<string, string>> | undefined
  /** Asked for with each message, because it may be changed at any time. */
  nameOf?: (() => string) | undefined
}

export function readServer(url: string, { headers = {}, nameOf }: Given = {}): ComfyServer {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new AppError({
      code: 'CONFIG_INVALID',
      message: 'The address of a ComfyUI server is not a URL that starts with http:// or https://.',
      suggestion: 'Write it like http://192.168.1.20:8188.',
    })
  }
  // fetch refuses an address with a password in it; as a header it is the same, and appears in no message.
  const { username, password } = parsed
  const basic = username || password ? { Authorization: `Basic ${encodeBasic(username, password)}` } : {}
  return {
    url: `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, ''),
    address: parsed.host,
    get name() {
      return nameOf?.() ?? parsed.host
    },
    headers: { ...basic, ...headers },
  }
}

/** For what may be the fault of its address, which a name does not tell. */
export function nameWithAddress({ name, address }: ComfyServer): string {
  return name === address ? name : `${name} (${address})`
}

export function socketUrl(server: ComfyServer, clientId: string): string {
  return `${server.url.replace(/^http/, 'ws')}/ws?clientId=${encodeURIComponent(clientId)}`
}

function encodeBasic(username: string, password: string): string {
  return Buffer.from(`${decodePart(username)}:${decodePart(password)}`).toString('base64')
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
