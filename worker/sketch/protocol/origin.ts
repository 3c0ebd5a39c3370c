import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** ComfyUI's guard against pages of other sites: what a browser says about itself decides, other programs pass. */
export function isAllowedOrigin(headers: IncomingHttpHeaders): boolean {
  if (headers['sec-fetch-site'] === 'cross-site') return false
  const { origin, host } = headers
  if (origin === undefined || host === undefined || origin === 'null') return true
  const here = splitHost(host)
  if (!isLoopback(here.name)) return true
  const there = readOrigin(origin)
  if (!there) return true
  // Ports count only when both sides name one.
  return here.name === there.name && (here.port === '' || there.port === '' || here.port === there.port)
}

/** Whether a page asks, of whatever site: what is for tests alone has no page, and needs no exception for one. */
export function isFromPage(headers: IncomingHttpHeaders): boolean {
  return headers.origin !== undefined || !isAllowedOrigin(headers)
}

function readOrigin(origin: string): { name: string; port: string } | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/]+)/i.exec(origin)?.[1]
  return authority === undefined ? undefined : splitHost(authority)
}

function splitHost(host: string): { name: string; port: string } {
  const found = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(host.toLowerCase())
  return { name: (found?.[1] ?? host).replaceAll(/[[\]]/g, ''), port: found?.[2] ?? '' }
}

function isLoopback(name: string): boolean {
  if (name === 'localhost' || name === '::1') return true
  return isIP(name) === 4 && name.startsWith('127.')
}
