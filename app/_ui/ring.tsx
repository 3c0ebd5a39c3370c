import { classes } from './classes.ts'

const radius = 12
const length = 2 * Math.PI * radius

/** How far something is, small and round; without a number it waits. Beside it stands, or its label says, what it is about. */
export function Ring({ percent }: { percent: number | undefined }) {
  const share = percent === undefined ? 0.15 : percent / 100
  return (
    <svg
      width="32"
      height="32"
      viewBox="0 0 32 32"
      aria-hidden
      className={classes('-rotate-90 rounded-full bg-surface', percent === undefined && 'animate-wait')}
    >
      <circle cx="16" cy="16" r={radius} fill="none" stroke="var(--line)" strokeWidth="3" />
      <circle
        cx="16"
        cy="16"
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeDasharray={`${share * length} ${length}`}
        className="transition-[stroke-dasharray]"
      />
      {percent !== undefined && (
        <text
          x="16"
          y="16"
          transform="rotate(90 16 16)"
          textAnchor="middle"
          dominantBaseline="central"
          className="fill-ink font-medium text-[9px] tabular-nums"
        >
          {Math.floor(percent)}
        </text>
      )}
    </svg>
  )
}
