const height = 40

/** How many jobs waited at each minute of the last hour, the present on the right. */
export function DepthChart({ values }: { values: readonly number[] | undefined }) {
  const most = Math.max(0, ...(values ?? []))
  const now = values?.at(-1) ?? 0
  return (
    <figure className="flex flex-col gap-1">
      <svg
        role="img"
        aria-label={`Jobs that waited in the last hour: at most ${most.toLocaleString('en')}, now ${now.toLocaleString('en')}`}
        viewBox={`0 0 60 ${height}`}
        preserveAspectRatio="none"
        className="h-10 w-full text-accent"
      >
        <path d={areaOf(values ?? [], most)} fill="currentColor" fillOpacity="0.18" />
        <path
          d={lineOf(values ?? [], most)}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        <line
          x1="0"
          x2="60"
          y1={height - 0.5}
          y2={height - 0.5}
          stroke="var(--line)"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="flex justify-between text-faint text-sm tabular-nums">
        <span>{`Last hour: ${most === 0 ? 'nothing waited' : `at most ${most.toLocaleString('en')}`}`}</span>
        <span>Now</span>
      </figcaption>
    </figure>
  )
}

function lineOf(values: readonly number[], most: number): string {
  // Room above for the width of the line.
  const y = (value: number) => height - 1 - (most === 0 ? 0 : (value / most) * (height - 3))
  return values.map((value, minute) => `${minute === 0 ? 'M' : 'L'}${minute} ${y(value)} H${minute + 1}`).join('')
}

function areaOf(values: readonly number[], most: number): string {
  return values.length === 0 ? '' : `${lineOf(values, most)} V${height} H0 Z`
}
