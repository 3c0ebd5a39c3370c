import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const guide = readFileSync('docs/api.md', 'utf8')
const routes = globSync('app/api/v1/**/route.ts').map((file) => ({
  path: `/${path.relative('app/api/v1', path.dirname(file)).replaceAll(/\[(\w+)\]/g, (_, name) => (name === 'hash' ? '{hash}' : '{id}'))}`,
  methods: [...readFileSync(file, 'utf8').matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
    ([, name]) => name,
  ),
}))

it('there are routes', () => {
  expect(routes.length).toBeGreaterThan(20)
})

it.each(routes)('docs/api.md names $path with $methods', ({ path: route, methods }) => {
  const lines = guide
    .split('\n')
    .filter(
      (line) =>
        line.includes(`${route}\``) ||
        line.includes(`${route} `) ||
        line.includes(`${route}?`) ||
        line.includes(`${route},`),
    )
  for (const method of methods)
    expect(
      lines.some((line) => line.includes(method ?? '')),
      `${method} ${route}`,
    ).toBe(true)
})
