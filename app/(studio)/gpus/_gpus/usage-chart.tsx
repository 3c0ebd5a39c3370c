import { percentOf } from './describe-gpus.ts'

const height = 32

/** How busy a GPU was in each minute of the last hour, the present on the right. */
export function UsageChart({ values }: { values: readonly number[] | undefined }) {
  const percent = percentOf(values ?? [])
  return (
    <figure className="flex items-center gap-3">
      <svg
        role="img"
        aria-label={values ? `Busy ${percent} % of the last hour` : 'How busy it was is being read'}
        viewBox={`0 0 60 ${height}`}
        preserveAspectRatio="none"
        className="h-8 min-w-0 grow rounded-sm bg-canvas text-accent"
      >
        <line
          x1="0"
          x2="60"
          y1={height - 0.5}
          y2={height - 0.5}
          stroke="var(--line)"
          vectorEffect="non-scaling-stroke"
        />
        {values?.map((value, minute) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a minute has no identity but its place.
            key={minute}
            x={minute + 0.12}
            width={0.76}
            y={height - barHeight(value)}
            height={barHeight(value)}
            fill="currentColor"
          />
        ))}
      </svg>
      <figcaption className="w-22 shrink-0 text-faint text-sm tabular-nums">{`${percent} % busy`}</figcaption>
    </figure>
  )
}

/** What was busy for a second is seen. */
function barHeight(value: number): number {
  return value === 0 ? 0 : Math.max(1.5, value * (height - 1))
}
