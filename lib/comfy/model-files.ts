import { baseName, modelEnding } from '#lib/workflow/model-files.ts'

/** The name of a model file that a sentence mentions. */
export function findModelName(text: string): string | undefined {
  const found = /[^\s'"`:,;()[\]{}<>|]+\.(?:safetensors|sft|ckpt|pt|pth|gguf|onnx)\b/i.exec(text)?.[0]
  return found === undefined ? undefined : baseName(found)
}

/** What is most likely meant by a name that is not there: the same file elsewhere, or one spelt nearly so. */
export function findNearest(wanted: string, available: readonly string[]): string | undefined {
  const target = keyOf(wanted)
  const sameFile = available.find((name) => keyOf(baseName(name)) === keyOf(baseName(wanted)))
  if (sameFile !== undefined) return sameFile
  // Enough to find a name with another ending, version or separator; more would suggest strangers.
  const reach = Math.ceil(target.length / 4)
  let best: { name: string; distance: number } | undefined
  for (const name of available.slice(0, 5_000)) {
    const key = keyOf(name)
    if (Math.abs(key.length - target.length) > reach) continue
    const distance = countEdits(target, key)
    if (distance <= reach && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance }
  }
  return best?.name
}

function keyOf(name: string): string {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(modelEnding, '')
    .replaceAll(/[-_. ]/g, '')
}

function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** A list for a sentence: the first few, and how many more there are. */
export function listSome(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
