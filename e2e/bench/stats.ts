/** One thing that was measured: its name and every sample, in milliseconds unless the bench says otherwise. */
export type Series = {
  name: string
  samples: readonly number[]
  /** What it is compared with, when not with the floor of the whole bench. */
  floor?: string
}

function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const place = (sorted.length - 1) * q
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

/** A table with the median, the 95th percentile, the spread (the middle half) and the ratio to the floor's median. */
export function formatTable(series: readonly Series[], floor: string | undefined): string {
  const medianOf = (wanted: string) => quantile(series.find(({ name }) => name === wanted)?.samples ?? [], 0.5)
  const rows = series.map(({ name, samples, floor: own = floor }) => {
    const median = quantile(samples, 0.5)
    const isOwnFloor = own === undefined || name === own
    // Nothing is so many times nothing.
    const ratio = isOwnFloor || medianOf(own) === 0 ? '' : `${(median / medianOf(own)).toFixed(2)} ×`
    const spread = `${round(quantile(samples, 0.25))} – ${round(quantile(samples, 0.75))}`
    return [name, round(median), round(quantile(samples, 0.95)), spread, String(samples.length), ratio]
  })
  const head = ['', 'median', 'p95', 'middle half', 'runs', floor === undefined ? 'to its floor' : `to ${floor}`]
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   '),
  )
  return lines.map((line) => `  ${line.trimEnd()}`).join('\n')
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1)
}
