import { fieldsOf, isFields, listOf, textOf } from './fields.ts'

/** A file a server made: what it takes to ask for it, and what it is. */
export type OutputFile = {
  nodeId: string
  kind: 'image' | 'video' | 'audio' | 'other'
  filename: string
  subfolder: string
  /** Only `output` stays when the server restarts. */
  type: 'output' | 'temp' | 'input'
}

export type NodeText = { nodeId: string; text: string }

const kinds: readonly [kind: OutputFile['kind'], ending: RegExp][] = [
  ['image', /\.(png|jpe?g|webp|gif|avif|bmp|tiff?)$/i],
  ['video', /\.(mp4|webm|mkv|mov|avi)$/i],
  ['audio', /\.(flac|mp3|wav|opus|ogg|m4a)$/i],
]

/**
 * The files among the outputs of a run, kept ones first. A list of files may have any name: clips are under `images` or
 * `gifs`, and packs of nodes have names of their own. So the ending says what a file is.
 */
export function collectFiles(outputs: unknown): OutputFile[] {
  const files = Object.entries(fieldsOf(outputs)).flatMap(([nodeId, output]) => filesOfNode(nodeId, output))
  return [...files.filter(({ type }) => type === 'output'), ...files.filter(({ type }) => type !== 'output')]
}

export function filesOfNode(nodeId: string, output: unknown): OutputFile[] {
  return Object.values(fieldsOf(output))
    .flatMap(listOf)
    .flatMap((item) => {
      if (!isFields(item) || typeof item.filename !== 'string' || item.filename === '') return []
      const { filename } = item
      const kind = kinds.find(([, ending]) => ending.test(filename))?.[0] ?? 'other'
      return [{ nodeId, kind, filename, subfolder: textOf(item.subfolder) ?? '', type: readType(item.type) }]
    })
}

export function collectTexts(outputs: unknown): NodeText[] {
  return Object.entries(fieldsOf(outputs)).flatMap(([nodeId, output]) => textsOfNode(nodeId, output))
}

export function textsOfNode(nodeId: string, output: unknown): NodeText[] {
  return listOf(fieldsOf(output).text).flatMap((text) => (typeof text === 'string' ? [{ nodeId, text }] : []))
}

function readType(type: unknown): OutputFile['type'] {
  return type === 'temp' || type === 'input' ? type : 'output'
}
