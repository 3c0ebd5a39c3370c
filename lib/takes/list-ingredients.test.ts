import { describe, expect, it } from 'vitest'
import { listIngredients } from './list-ingredients.ts'

const lora = (name: string) => ({ name, weight: 1 })
const graph = JSON.stringify({
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'xl\\sd_xl.safetensors', seed: 1 } },
  '2': {
    class_type: 'LoraLoader',
    inputs: { lora_name: 'lightning.safetensors', text: 'a "quoted.safetensors" word' },
  },
  '3': { class_type: 'SaveImage', inputs: { filename_prefix: 'picture' } },
})

describe('listIngredients', () => {
  it('names the workflow, and each LoRA and model of recipe and graph once', () => {
    const recipe = { loras: [lora('ink'), lora('lightning.safetensors')], cast: [{ loras: [lora('nova')] }] }
    expect(listIngredients({ workflow: 'flux-2', recipe, graph }).split('\n')).toEqual([
      'lora ink',
      'lora lightning.safetensors',
      'lora nova',
      'model xl\\sd_xl.safetensors',
      'workflow flux-2',
    ])
  })

  it('reads whatever was stored', () => {
    expect(listIngredients({ workflow: 'flux-2', recipe: null, graph: '{}' })).toBe('workflow flux-2')
  })

  it('stays as short as an index needs it, and leaves out whole names only', () => {
    const loras = Array.from({ length: 99 }, (_, index) => lora(`${'ä'.repeat(20)} ${index}`))
    const lines = listIngredients({ workflow: 'w', recipe: { loras }, graph: '{}' }).split('\n')
    expect(lines.join('\n').length).toBeLessThanOrEqual(600)
    for (const line of lines) expect(line).toMatch(/^(lora ä{20} \d+|workflow w)$/)
  })
})
