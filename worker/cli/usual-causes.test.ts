import { expect, test } from 'vitest'
import { AppError } from '#lib/runtime/errors.ts'
import { listUsualCauses } from './usual-causes.ts'

function unavailable(code: string, details: Record<string, unknown> = {}): AppError {
  const cause = Object.assign(new Error('fetch failed'), { code })
  return new AppError({ code: 'COMFY_UNAVAILABLE', message: 'No answer.', details, cause })
}

test('on another machine the first suspects are --listen, the firewall and the port', () => {
  const causes = listUsualCauses('http://192.168.1.20:8190', unavailable('ECONNREFUSED')).join('\n')
  expect(causes).toMatch(/--listen.*\n.*firewall on 192\.168\.1\.20.*port 8190.*\n.*looked for on 8190/)
})

test.each(['http://127.0.0.1:8188', 'http://localhost:8188', 'http://[::1]:8188'])('%s needs no --listen', (url) => {
  const causes = listUsualCauses(url, unavailable('ECONNREFUSED')).join('\n')
  expect(causes).not.toMatch(/--listen|firewall/)
})

test('an address without a port is looked for on that of its protocol', () => {
  expect(listUsualCauses('https://gpu.example.com', unavailable('ETIMEDOUT')).join(' ')).toMatch(/looked for on 443/)
})

test('nothing is guessed where the error says it all', () => {
  expect(listUsualCauses('http://nowhere:8188', unavailable('ENOTFOUND'))).toEqual([])
  expect(listUsualCauses('http://gpu:8188', unavailable('', { path: '/system_stats', status: 401 }))).toEqual([])
})
