import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseName } from '#lib/workflow/model-files.ts'
import { toSafeText } from './safe-text.ts'

describe('toSafeText', () => {
  it.each([
    ["cannot identify image file '/comfy/input/x.png'\n", "cannot identify image file 'x.png'"],
    ['No such file: /home/John Smith/comfy/models/a b.ckpt', 'No such file: a b.ckpt'],
    ['No such file: C:\\Users\\John Smith\\models\\a.ckpt (gone)', 'No such file: a.ckpt (gone)'],
    ["open('\\\\\\\\nas\\\\share\\\\a.ckpt')", "open('a.ckpt')"],
    ['cannot open /a/b.png because either and/or both', 'cannot open b.png because either and/or both'],
    ['Traceback (most recent call last):\n  File "/comfy/nodes.py", line 3\nValueError: no', 'ValueError: no'],
    ['expected 1/2 of it, 3 / 4', 'expected 1/2 of it, 3 / 4'],
    ['path=/srv/x.pt,~/secret/y.pt', 'path=x.pt,y.pt'],
    ['red \u001b[31malert', 'red'],
    ['', ''],
    ['   \n ', ''],
  ])('makes of %j %j', (text, safe) => {
    expect(toSafeText(text)).toBe(safe)
  })

  it('is one line of bounded length, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const safe = toSafeText(text, 80)
        expect(safe.length).toBeLessThanOrEqual(80)
        expect(safe).not.toMatch(/[\n\r\t]/)
      }),
    )
  })

  it('takes no time over a long text made to take it', () => {
    for (const part of ['/a ', '/ ', "'/", 'a/b c/', '\\\\', '~/ x']) toSafeText(part.repeat(20_000))
  })
})

it('baseName takes the file name of either kind of path', () => {
  expect(['a/b.png', 'a\\b.png', 'b.png', '/', ''].map(baseName)).toEqual(['b.png', 'b.png', 'b.png', '', ''])
})
