import { expect, it } from 'vitest'
import { toFound } from './found.ts'

it('says of each sentence why it was found, the most telling first', () => {
  const found = toFound([
    { kind: 'workflow', text: 'film', sentenceIds: ['a', 'b'] },
    { kind: 'maker', text: 'Filma Ortiz', sentenceIds: ['c'] },
    { kind: 'lora', text: 'looks/film-grain.v2.safetensors', sentenceIds: ['a'] },
    { kind: 'model', text: 'film_xl.ckpt', sentenceIds: ['a', 'd'] },
    { kind: 'seed', text: '1844', sentenceIds: ['e'] },
  ])
  expect(Object.fromEntries(found)).toEqual({
    a: 'LoRA film-grain.v2 +2',
    b: 'Workflow film',
    c: 'Picture by Filma Ortiz',
    d: 'Model film_xl',
    e: 'Seed 1844 of a take',
  })
})
