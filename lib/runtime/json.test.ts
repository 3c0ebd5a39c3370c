import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonValue, parseJson, stringifyJson } from './json.ts'

describe('parseJson', () => {
  it.each<[string, JsonValue]>([
    ['{"a":NaN,"b":Infinity,"c":-Infinity}', { a: Number.NaN, b: Infinity, c: -Infinity }],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['[18446744073709551615]', [18446744073709551615n]],
    ['-18446744073709551615', -18446744073709551615n],
    ['1234567890123456.5', 1234567890123456.5],
    ['1e400', Infinity],
    ['{"text":"NaN and 18446744073709551615"}', { text: 'NaN and 18446744073709551615' }],
    [' { "a\\"b\\\\" : [ NaN , { } , [ ] , "\\u00e9" , true , false , null ] } ', null],
  ])('reads %s', (text, value) => {
    if (value === null) expect(parseJson(text)).toEqual({ 'a"b\\': [Number.NaN, {}, [], 'é', true, false, null] })
    else expect(parseJson(text)).toEqual(value)
  })

  it.each([
    ...['', 'NaN NaN', '[NaN', '[NaN,]', '{"a":NaN', '{"a" NaN}', '{a:NaN}', '"NaN', '{"NaN":tru}', 'nul NaN'],
    ...['"NaN\\"', '[NaN}', '{"a":NaN,}', '-', '[--Infinity]', `${'['.repeat(2_000)}NaN`, '\u0000NaN'],
  ])('refuses %j with a SyntaxError', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })

  it('leaves prototypes alone', () => {
    const value = parseJson('{"__proto__":{"polluted":NaN}}')
    expect(Object.keys(value ?? {})).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it.each(['NaN', '1'])('reads %s inside a thousand others, and no deeper', (value) => {
    const nest = (depth: number) => `${'['.repeat(depth)}${value}${']'.repeat(depth)}`
    expect(parseJson(nest(1_000))).toBeInstanceOf(Array)
    expect(() => parseJson(nest(1_001))).toThrow(SyntaxError)
    expect(() => parseJson(nest(100_000))).toThrow(SyntaxError)
    const texts = `["${'['.repeat(3_000)}","\\\\\\"${'{'.repeat(3_000)}"]`
    expect(parseJson(texts)).toEqual(JSON.parse(texts))
  })

  it('does not work for minutes on a number of a million digits', () => {
    expect(parseJson('7'.repeat(1_000_000))).toBe(Infinity)
  })

  it('says of any text the same as the built-in parser, when that one is exact', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        // The leading digits send it through the careful parser.
        expect(stringifyJson(parseJson(`[1234567890123456,${text}]`))).toBe(
          JSON.stringify([1234567890123456, JSON.parse(text)]),
        )
      }),
    )
  })
})

describe('stringifyJson', () => {
  it('leaves out what has no JSON', () => {
    expect(stringifyJson({ a: undefined, b: [undefined], c: () => 1 })).toBe('{"b":[null]}')
    expect(stringifyJson(undefined)).toBe('null')
  })

  it('is undone by parseJson, whatever the value', () => {
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    }))
    fc.assert(
      fc.property(value, (original) => {
        const again = parseJson(stringifyJson(original))
        expect(stringifyJson(again)).toBe(stringifyJson(original))
      }),
    )
  })
})
