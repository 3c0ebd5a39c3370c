'use client'

import { scriptLanguages } from '#lib/storyboard/script/detect-language.ts'
import type { ScriptColumns, ScriptFormat } from '#lib/storyboard/script/script-model.ts'
import { SelectField } from './select-field.tsx'
import type { ImportHandle, ImportState } from './use-import.ts'

type ReadingPanelProps = { preview: ImportState['preview']; onChange: ImportHandle['readAgain'] }

const textFormats: { value: ScriptFormat; label: string }[] = [
  { value: 'text', label: 'Plain text' },
  { value: 'fountain', label: 'Screenplay' },
  { value: 'markdown', label: 'Markdown' },
  { value: 'csv', label: 'Table (CSV)' },
]

/** How the script is read, where a person knows better. */
export function ReadingPanel({ preview, onChange }: ReadingPanelProps) {
  const { format, language, splitBy, columns } = preview
  const isText = format !== 'docx' && format !== 'fdx'
  return (
    <section className="flex flex-col gap-2" aria-label="How it is read">
      {isText && (
        <SelectField
          label="Read as"
          value={format}
          options={textFormats}
          // Safe: the options are formats.
          onChange={(value) => onChange({ format: value as ScriptFormat })}
        />
      )}
      <SelectField
        label="Language"
        value={language}
        options={languageOptions(language)}
        onChange={(value) => onChange({ language: value })}
      />
      {format !== 'csv' && (
        <SelectField
          label="One row is"
          value={splitBy}
          options={[
            { value: 'sentence', label: 'a sentence' },
            { value: 'line', label: 'a line' },
          ]}
          onChange={(value) => onChange({ splitBy: value === 'line' ? 'line' : 'sentence' })}
        />
      )}
      {columns && <ColumnFields columns={columns} onChange={onChange} />}
    </section>
  )
}

function ColumnFields({ columns, onChange }: { columns: ScriptColumns; onChange: ImportHandle['readAgain'] }) {
  const { names, ...chosen } = columns
  const options = names.map((name, index) => ({ value: String(index), label: name }))
  const none = { value: 'none', label: 'None' }
  const read = (value: string) => (value === 'none' ? null : Number(value))
  return (
    <>
      <SelectField
        label="Text"
        value={String(chosen.text)}
        options={options}
        onChange={(value) => onChange({ columns: { ...chosen, text: Number(value) } })}
      />
      {(['section', 'speaker', 'prompt'] as const).map((what) => (
        <SelectField
          key={what}
          label={columnLabels[what]}
          value={String(chosen[what] ?? 'none')}
          options={[none, ...options]}
          onChange={(value) => onChange({ columns: { ...chosen, [what]: read(value) } })}
        />
      ))}
    </>
  )
}

const columnLabels = { section: 'Sections', speaker: 'Speaker', prompt: 'Prompt' }

function languageOptions(current: string) {
  const names = new Intl.DisplayNames(['en'], { type: 'language' })
  const tags = new Set<string>([...scriptLanguages, current])
  return [...tags]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
}
