import { isModelName } from '#lib/workflow/model-files.ts'
import type { BindRequest } from '#lib/workflow/request.ts'

/** What is allowed and yet looks like a slip, a sentence each: the server alone knows whether it is one. */
export function findDoubtful(request: Partial<BindRequest>): string[] {
  const { loras = [], references = [], control = [], initImage, endImage, video } = request
  const pictures = [...references, ...control].map(({ image }) => image)
  return [
    ...loras.flatMap(({ name }) => (isModelName(name) ? [] : [sayLora(name)])),
    ...[...pictures, initImage, endImage].flatMap((file) =>
      sayFile(file, 'picture', /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i),
    ),
    ...sayFile(video, 'clip', /\.(mp4|webm|mov|mkv|avi|gif|m4v)$/i),
  ]
}

function sayLora(name: string): string {
  return `The LoRA ${name} has no ending: ComfyUI calls its files by their whole names, such as ${name}.safetensors.`
}

function sayFile(file: string | undefined, what: string, ending: RegExp): string[] {
  // ComfyUI takes `name.png [output]` for a file of another folder.
  if (file === undefined || ending.test(file.replace(/ \[\w+\]$/, ''))) return []
  return [`${file} does not look like the name of a ${what}.`]
}
