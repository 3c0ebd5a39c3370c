import type { Ctx } from '#lib/runtime/context.ts'
import { importScript } from './script-commands.ts'
import { compareScript, type ScriptComparison } from './script-compare.ts'
import { type ImportScriptInput, importScriptInput } from './script-input.ts'
import { previewText, type ScriptPreview } from './script-preview.ts'
import type { ScriptVersionRow } from './script-rows.ts'

type Compared = { preview: ScriptPreview; comparison: ScriptComparison }

/** What is sent of a script that is imported as it was read. */
export function firstVersion(projectId: string, source: string): ImportScriptInput {
  const preview = previewText(source, {})
  return importScriptInput.parse({ projectId, ...partsOf(preview), sections: preview.sections })
}

/** Compares a new version, as a page would, and imports it as a person who agrees with everything would. */
export async function importNext(ctx: Ctx, projectId: string, source: string): Promise<ScriptVersionRow> {
  return await importScript(ctx, accepted(projectId, await compareSource(ctx, projectId, source)))
}

function partsOf({ name, format, language, source }: ScriptPreview) {
  return { name, format, language, source }
}

export async function compareSource(ctx: Ctx, projectId: string, source: string): Promise<Compared> {
  const preview = previewText(source, {})
  const sections = preview.sections.map(({ title, sentences }) => ({
    title,
    sentences: sentences.map(({ text }) => text),
  }))
  const comparison = await compareScript(ctx, { projectId, language: 'en', sections })
  return { preview, comparison }
}

/** As a person who agrees with everything would. */
export function accepted(projectId: string, { preview, comparison }: Compared): ImportScriptInput {
  const textOf = new Map(comparison.sentences.map(({ id, text }) => [id, text]))
  const stateOf = new Map(comparison.sentences.map((one) => [one.id, one]))
  const given = preview.sections.flatMap(({ sentences }) => sentences)
  let index = 0
  const sections = comparison.sections.map(({ title, sentences }) => ({
    title,
    sentences: sentences.map(({ text, line: at, isWhole }) => {
      const sentence = { text, speaker: given[at]?.speaker, prompt: isWhole ? given[at]?.prompt : null }
      const line = comparison.lines[index++]
      if (!line) return sentence
      const { oldId, isUnchanged } = line
      const old = stateOf.get(oldId)
      const keepText = isUnchanged && old?.text !== text
      return { ...sentence, old: { id: oldId, text: old?.text, keepText, newPrompt: !isUnchanged && old?.hasDraft } }
    }),
  }))
  const gone = comparison.gone.map((id) => ({ id, text: textOf.get(id) }))
  return importScriptInput.parse({ projectId, ...partsOf(preview), sections, gone })
}
