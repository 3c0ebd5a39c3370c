import type { ScriptColumns } from './script-model.ts'

type Cell = { text: string }

const known: Record<'text' | 'section' | 'speaker' | 'prompt', RegExp> = {
  text: /^(?:text|sentences?|lines?|script|narration|voice[- ]?over|vo|dialogue|description|action|content|words|copy|satz|sätze|texte?|texto|testo|frase|phrase|zeile|beschreibung|文|文章|台詞|セリフ|テキスト|句子|文本|النص)$/iu,
  section:
    /^(?:section|scene|chapter|act|part|sequence|heading|location|szene|kapitel|abschnitt|scène|chapitre|escena|capítulo|scena|capitolo|cena|シーン|章|场景|المشهد)$/iu,
  speaker:
    /^(?:speaker|character|who|name|role|voice|figur|sprecher|personnage|personaje|personaggio|personagem|話者|キャラクター|角色)$/iu,
  prompt: /^(?:(?:image|picture|visual|scene)[ _-]?prompts?|prompts?|visuals?|bild[- ]?prompt)$/iu,
}

/** Whether the first row names the columns: one of its names is known, or it is short where the others are long. */
export function hasHeader(rows: readonly (readonly Cell[])[]): boolean {
  const [first, ...rest] = rows
  if (!first || rest.length === 0) return false
  const names = first.map((cell) => cell.text.trim())
  if (names.some((name) => Object.values(known).some((pattern) => pattern.test(name)))) return true
  const isNamed =
    names.length > 1 && names.every((name) => name !== '' && name.length <= 30 && !/[.!?]$|^\d/u.test(name))
  const usual = rest.slice(0, 50).map((row) => Math.max(0, ...row.map((cell) => cell.text.length)))
  return isNamed && usual.every((length) => length > 40) && new Set(names).size === names.length
}

/** What is further right is no script. */
const mostColumns = 200

/** What each column is, by its name, else by what stands in it: the words are the longest. */
export function guessColumns(rows: readonly (readonly Cell[])[], isTitled: boolean): ScriptColumns {
  const width = Math.min(mostColumns, Math.max(1, ...rows.slice(0, 1_000).map((row) => row.length)))
  const titles = isTitled ? (rows[0] ?? []) : []
  const names = Array.from({ length: width }, (_, index) => titles[index]?.text.trim() || `Column ${index + 1}`)
  const named = (what: keyof typeof known) => {
    const index = isTitled ? names.findIndex((name) => known[what].test(name)) : -1
    return index < 0 ? null : index
  }
  const [section, speaker, prompt] = [named('section'), named('speaker'), named('prompt')]
  const taken = [section, speaker, prompt]
  const text = named('text') ?? longestColumn(isTitled ? rows.slice(1) : rows, { width, taken })
  return { names, text, section, speaker, prompt }
}

function longestColumn(
  rows: readonly (readonly Cell[])[],
  { width, taken }: { width: number; taken: (number | null)[] },
): number {
  const lengths = Array.from({ length: width }, (_, column) => {
    if (taken.includes(column)) return -1
    return rows.slice(0, 200).reduce((sum, row) => sum + (row[column]?.text.length ?? 0), 0)
  })
  return lengths.indexOf(Math.max(...lengths))
}
