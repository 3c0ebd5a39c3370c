import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from '#lib/runtime/env.ts'

type Addresses = Pick<Env, 'PUBLIC_URL'>

/**
 * What stands before every page and route. There are no accounts yet, so whoever can speak to this port may do everything:
 * a foreign web page must not get a visitor's browser to do it, neither directly nor by pointing a name of its own at
 * this address. Answers with what is wrong and returns false, or adds the security headers and returns true.
 */
export function guardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { env, isDev }: { env: Addresses; isDev: boolean },
): boolean {
  if (!isTrustedHost(request.headers.host, env)) {
    refuse(response, 'This address is not one Framewright is served under. Set PUBLIC_URL to it and start again.')
    return false
  }
  if (!isReading(request) && !isSameSite(request, env)) {
    refuse(response, 'This came from another web site, so it was not carried out.')
    return false
  }
  addSecurityHeaders(request, response, isDev)
  return true
}

/** For the live connection, which may come from a page of ours only. */
export function isTrustedRequest(request: IncomingMessage, env: Addresses): boolean {
  return isTrustedHost(request.headers.host, env) && isSameSite(request, env)
}

export function isTrustedHost(host: string | undefined, env: Addresses): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase()
  if (name === 'localhost' || name === '127.0.0.1' || name === '[::1]') return true
  return env.PUBLIC_URL !== undefined && host?.toLowerCase() === new URL(env.PUBLIC_URL).host
}

/** Browsers send Origin with everything that can change something; programs such as curl send none. */
function isSameSite(request: IncomingMessage, env: Addresses): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site'
  if (!URL.canParse(origin)) return false
  const from = new URL(origin).host
  return from === host?.toLowerCase() || (env.PUBLIC_URL !== undefined && from === new URL(env.PUBLIC_URL).host)
}

function isReading(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'
}

function addSecurityHeaders(request: IncomingMessage, response: ServerResponse, isDev: boolean): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    `default-src 'self'`,
    // Development compiles modules in the page, which needs eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? ` 'unsafe-eval'` : ''}`,
    // Primitives set inline styles for position and scroll lock; a style cannot run code.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `connect-src 'self'${liveSources(request.headers.host)}`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
  // Next reads the nonce from the request and puts it on every script it writes.
  request.headers['content-security-policy'] = policy
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
}

/**
 * Older browsers do not count WebSockets as 'self'. The host is one we trust by now; an address in brackets cannot be
 * written in a policy.
 */
function liveSources(host = ''): string {
  return /^[\w.:-]+$/.test(host) ? ` ws://${host} wss://${host}` : ''
}

function refuse(response: ServerResponse, message: string): void {
  response.writeHead(403, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ error: { code: 'FORBIDDEN', message, retryable: false } }))
}
