import { describe, expect, it } from 'vitest'
import { formatRemembered, parseRemembered, readView, usualView, writeView } from './view-state.ts'

const usual = parseRemembered(undefined)

describe('the view in the address', () => {
  it.each([
    usualView,
    { ...usualView, view: 'cards' as const, size: 400, foldedIds: ['a', 'b'] },
    { ...usualView, columns: ['seed', 'who'] as const, marks: ['stale', 'mine'] as const, castId: 'c' },
    { ...usualView, search: 'a & b = c', onlyHits: true },
  ])('reads what it wrote: %j', (state) => {
    const params = new URLSearchParams('sentence=x')
    writeView(params, state)
    expect(readView(new URLSearchParams(params.toString()), usual)).toEqual(state)
    expect(params.get('sentence')).toBe('x')
  })

  it('takes what is not in it from what the person had last, and nonsense for nothing', () => {
    const last = parseRemembered(formatRemembered({ ...usualView, view: 'cards', size: 320, columns: ['seed'] }))
    expect(readView(new URLSearchParams(), last)).toMatchObject({ view: 'cards', size: 320, columns: ['seed'] })
    expect(readView(new URLSearchParams('view=pile&size=9&show=odd,stale'), last)).toMatchObject({
      view: 'cards',
      size: 320,
      marks: ['stale'],
    })
  })

  it.each(['', 'nonsense', '%', '{"view":3}'])('a cookie of %j is as good as none', (text) => {
    expect(parseRemembered(text)).toEqual(usual)
  })
})
