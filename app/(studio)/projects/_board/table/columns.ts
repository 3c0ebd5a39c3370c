import { type Column, columns } from '../view/view-state.ts'

export const columnNames: Readonly<Record<Column, string>> = {
  prompt: 'Picture prompt',
  cast: 'Cast',
  status: 'Status',
  seed: 'Seed',
  who: 'Who',
}

/**
 * How wide each is; text and prompt share what is left. Where there is no room for all, those go first that are also told
 * elsewhere: on the picture, or in the inspector.
 */
export const cellLooks = {
  number: 'w-17 shrink-0 max-md:w-11 md:pointer-coarse:w-20',
  picture: 'w-28 shrink-0 @max-xl:w-20',
  text: 'min-w-0 grow basis-0',
  prompt: 'hidden min-w-0 grow-[1.35] basis-0 @3xl:block',
  cast: 'hidden w-28 shrink-0 @5xl:block',
  status: 'hidden w-32 shrink-0 @4xl:block',
  seed: 'hidden w-28 shrink-0 @6xl:block',
  who: 'hidden w-24 shrink-0 @6xl:block',
  menu: 'w-8 shrink-0 max-md:w-11 md:pointer-coarse:w-10',
} as const

/** The chosen ones in their one order. */
export function columnsInOrder(chosen: readonly Column[]): readonly Column[] {
  return columns.filter((column) => chosen.includes(column))
}
