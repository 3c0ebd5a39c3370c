import { z } from 'zod'

export const views = ['table', 'cards', 'film'] as const
export type View = (typeof views)[number]

/** Columns that can be left out; number, picture and text are always there. */
export const columns = ['prompt', 'cast', 'status', 'seed', 'who'] as const
export type Column = (typeof columns)[number]

/** What a sentence can be filtered by. */
export const marks = ['stale', 'draft', 'failed', 'none', 'making', 'mine', 'favourite', 'locked'] as const
export type Mark = (typeof marks)[number]

/** Width of a card in pixels: from four beside an inspector to one across. */
export const cardSizes = { least: 160, most: 520, step: 40, usual: 280 } as const

/** How the board is looked at. All of it stands in the address; the first three are also remembered for the person. */
export type ViewState = {
  view: View
  columns: readonly Column[]
  size: number
  marks: readonly Mark[]
  castId: string | null
  search: string
  /** Only sentences with a hit are shown. */
  onlyHits: boolean
  foldedIds: readonly string[]
}

export const usualView: ViewState = {
  view: 'table',
  columns: ['prompt', 'cast', 'status'],
  size: cardSizes.usual,
  marks: [],
  castId: null,
  search: '',
  onlyHits: false,
  foldedIds: [],
}

export const viewCookie = 'framewright-board'

const size = z.coerce.number().int().min(cardSizes.least).max(cardSizes.most)
const remembered = z.object({
  view: z.enum(views).catch(usualView.view),
  columns: z.array(z.enum(columns)).catch([...usualView.columns]),
  size: size.catch(usualView.size),
})
export type RememberedView = z.infer<typeof remembered>

/** What the person chose last, as the cookie keeps it. */
export function parseRemembered(text: string | undefined): RememberedView {
  const { view, columns: chosen, size: chosenSize } = usualView
  try {
    return remembered.parse(JSON.parse(decodeURIComponent(text ?? '')))
  } catch {
    return { view, columns: [...chosen], size: chosenSize }
  }
}

export function formatRemembered({ view, columns: chosen, size: chosenSize }: ViewState): string {
  return encodeURIComponent(JSON.stringify({ view, columns: chosen, size: chosenSize }))
}

type Params = Pick<URLSearchParams, 'get' | 'has'>

/** What the address says, and what it leaves out as the person had it last. */
export function readView(params: Params, usual: RememberedView): ViewState {
  const chosenSize = size.safeParse(params.get('size'))
  return {
    view: views.find((view) => view === params.get('view')) ?? usual.view,
    columns: params.has('columns') ? known(columns, params.get('columns')) : usual.columns,
    size: params.has('size') && chosenSize.success ? chosenSize.data : usual.size,
    marks: known(marks, params.get('show')),
    castId: params.get('cast'),
    search: params.get('find') ?? '',
    onlyHits: params.get('hits') === 'only',
    foldedIds: list(params.get('folded')),
  }
}

/** Puts it into the address. What is as everybody has it at first is left out, but for the view. */
export function writeView(params: URLSearchParams, state: ViewState): void {
  const columnsText = state.columns.join(',')
  const texts: Readonly<Record<string, string | null>> = {
    view: state.view,
    columns: state.view === 'table' && columnsText !== usualView.columns.join(',') ? columnsText : null,
    size: state.view === 'cards' && state.size !== usualView.size ? String(state.size) : null,
    show: state.marks.join(',') || null,
    cast: state.castId,
    find: state.search || null,
    hits: state.onlyHits && state.search ? 'only' : null,
    folded: state.foldedIds.join(',') || null,
  }
  for (const [name, text] of Object.entries(texts)) {
    if (text === null) params.delete(name)
    else params.set(name, text)
  }
}

function known<T extends string>(all: readonly T[], text: string | null): T[] {
  const asked = new Set(list(text))
  return all.filter((one) => asked.has(one))
}

function list(text: string | null): string[] {
  return text ? text.split(',').filter(Boolean) : []
}
