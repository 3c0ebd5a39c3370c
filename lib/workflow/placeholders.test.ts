import { expect, test } from 'vitest'
import type { Graph, GraphValue } from './graph.ts'
import { fillPlaceholders, findPlaceholders } from './placeholders.ts'

function graphWith(value: GraphValue): Graph {
  return { '1': { class_type: 'Any', inputs: { value } } }
}

function fill(value: GraphValue, values: Parameters<typeof fillPlaceholders>[1]) {
  return fillPlaceholders(graphWith(value), values)['1']?.inputs
}

test.each([
  ['{{seed}}', 'seed'],
  ['{{ Seed }}', 'seed'],
  ['SEED_PLACEHOLDER', 'seed'],
  ['NEGATIVE_PROMPT_PLACEHOLDER', 'negative'],
  ['{{negative_prompt}}', 'negative'],
  ['a {{prompt}} b', 'prompt'],
])('%s means %s', (written, name) => {
  expect(findPlaceholders(graphWith(written)).map((found) => found.name)).toEqual([name])
})

test('a name that means nothing is found, without a meaning', () => {
  expect(findPlaceholders(graphWith('{{colour}} and FOO_PLACEHOLDER'))).toEqual([
    { written: '{{colour}}', name: undefined, node: '1', input: 'value' },
    { written: 'FOO_PLACEHOLDER', name: undefined, node: '1', input: 'value' },
  ])
})

test('a file name that only looks alike is left alone', () => {
  expect(findPlaceholders(graphWith('my_placeholder.png'))).toEqual([])
})

test('a placeholder that is the whole value keeps the type of the value', () => {
  expect(fill('{{seed}}', { seed: 2n ** 64n - 1n })).toEqual({ value: 18446744073709551615n })
  expect(fill('STEPS_PLACEHOLDER', { steps: 20 })).toEqual({ value: 20 })
})

test('a placeholder inside a text becomes text', () => {
  expect(fill('look: {{prompt}}, {{steps}}', { prompt: 'a "dog"', steps: 4 })).toEqual({ value: 'look: a "dog", 4' })
})

test.each([
  ['"0": "{{prompt}}"', { '0': 'a "dog"\nruns' }],
  ['"0": "once {{prompt}}, slowly"', { '0': 'once a "dog"\nruns, slowly' }],
  ['{{keyframes}}, "9": "{{prompt}}"', { '4': 'dawn', '9': 'a "dog"\nruns' }],
])('in a text that a node reads pieces of, a value stays between its quotes: %s', (prompts, read) => {
  const graph: Graph = { '1': { class_type: 'ADE_PromptScheduling', inputs: { prompts } } }
  const filled = fillPlaceholders(graph, { prompt: 'a "dog"\nruns', keyframes: '"4": "dawn"' })
  expect(JSON.parse(`{${String(filled['1']?.inputs.prompts)}}`)).toEqual(read)
})

test('in a prompt, quotes are what they are', () => {
  expect(fill('a sign that says "{{prompt}}"', { prompt: 'Joe\'s "Bar"' })).toEqual({
    value: 'a sign that says "Joe\'s "Bar""',
  })
})

test('one without a value takes its input away', () => {
  expect(fill('{{cfg}}', {})).toEqual({})
})

test('what is put in is not searched again', () => {
  expect(fill('{{prompt}}', { prompt: '{{seed}} SEED_PLACEHOLDER', seed: 5n })).toEqual({
    value: '{{seed}} SEED_PLACEHOLDER',
  })
})

test('values within lists and objects are filled, links are not', () => {
  expect(fill({ list: ['{{prompt}}', '{{cfg}}'], other: '{{cfg}}' }, { prompt: 'dog' })).toEqual({
    value: { list: ['dog', null] },
  })
  expect(fill(['{{prompt}}', 0], { prompt: 'dog' })).toEqual({ value: ['{{prompt}}', 0] })
})

test('the template stays as it was', () => {
  const template = graphWith('{{prompt}}')
  fillPlaceholders(template, { prompt: 'dog' })
  expect(template).toEqual(graphWith('{{prompt}}'))
})
