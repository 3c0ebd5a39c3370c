import { longest } from '#lib/storyboard/model.ts'

type Paste = { pasted: string; kept: string; selected: readonly [start: number, end: number] }

/** How many characters of what is pasted into a prompt find no room in it. */
export function countLeftOut({ pasted, kept, selected: [start, end] }: Paste): number {
  // A field counts every line's end as one.
  const added = pasted.replaceAll('\r\n', '\n').length
  return Math.min(added, Math.max(0, kept.length - (end - start) + added - longest.prompt))
}
