import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SizeRules } from './manifest.ts'
import { planRenderedSize } from './size.ts'

const flux2: SizeRules = {
  width: 1024,
  height: 1024,
  multiple: 16,
  pixels: { min: 262_144, best: 1_048_576, max: 4_194_304 },
  longest: 2560,
}
const hd = { width: 1920, height: 1080 }
const tiny = { width: 320, height: 320 }
const sdxl: SizeRules = {
  ...flux2,
  multiple: 64,
  pixels: { min: 589_824, best: 1_048_576, max: 1_310_720 },
  longest: 1536,
}

test.each([
  { what: 'its own size unless asked', rules: flux2, asked: undefined, rendered: { width: 1024, height: 1024 } },
  { what: 'in its steps, never smaller', rules: flux2, asked: hd, rendered: { width: 1920, height: 1088 } },
  { what: 'at its best size when asked too much', rules: sdxl, asked: hd, rendered: { width: 1344, height: 768 } },
  { what: 'at its best size when asked too little', rules: sdxl, asked: tiny, rendered: { width: 1024, height: 1024 } },
])('a model renders $what', ({ rules, asked, rendered }) => {
  expect(planRenderedSize({ rules, asked })).toEqual(rendered)
})

const full = { width: 1024, height: 1024 }
const low = { width: 768, height: 768 }

test.each([
  { what: 'a share of each side', rules: flux2, asked: hd, share: 0.5, rendered: { width: 960, height: 544 } },
  { what: 'no less than it draws well', rules: sdxl, asked: hd, share: 0.75, rendered: { width: 1024, height: 576 } },
  { what: 'all of what is small anyway', rules: sdxl, asked: low, share: 0.75, rendered: low },
  {
    what: 'a share of its own size',
    rules: flux2,
    asked: undefined,
    share: 0.5,
    rendered: { width: 512, height: 512 },
  },
  { what: 'everything, where it says so', rules: flux2, asked: undefined, share: 1, rendered: full },
])('a draft renders $what', ({ rules, asked, share, rendered }) => {
  expect(planRenderedSize({ rules, asked, share })).toEqual(rendered)
})

test('a server that renders less gets less', () => {
  expect(planRenderedSize({ rules: flux2, asked: { width: 1920, height: 1080 }, longest: 960 })).toEqual({
    width: 960,
    height: 544,
  })
})

test('whatever is asked, the rendered sides are in steps, within the limit and not absurd', () => {
  const side = fc.integer({ min: 1, max: 16_384 })
  const share = fc.constantFrom(1, 0.75, 0.5, 0.25)
  const asking = fc.record({ width: side, height: side })
  fc.assert(
    fc.property(asking, fc.constantFrom(flux2, sdxl), fc.integer({ min: 512, max: 4096 }), share, (...given) => {
      const [asked, rules, longest, share] = given
      const { width, height } = planRenderedSize({ rules, asked, longest, share })
      for (const rendered of [width, height]) {
        expect(rendered % rules.multiple).toBe(0)
        expect(rendered).toBeGreaterThanOrEqual(64)
        expect(rendered).toBeLessThanOrEqual(Math.min(longest, rules.longest))
      }
    }),
  )
})
