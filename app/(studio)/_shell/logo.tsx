import Link from 'next/link'
import { classes } from '#app/_ui/classes.ts'

export function Logo({ className, isInRail = false }: { className?: string; isInRail?: boolean }) {
  return (
    <div className={classes('flex items-center', className)}>
      <Link href="/projects" className="finger flex items-center gap-2.5 rounded-sm font-semibold text-lg">
        <svg width="26" height="20" viewBox="0 0 26 20" fill="none" aria-hidden>
          <path
            d="M1.5 6V1.5H7M19 1.5h5.500V6M24.500 14v4.500H19M7 18.500H1.500V14"
            className="stroke-current"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
          <rect x="6.500" y="6" width="13" height="8" rx="1.500" className="fill-accent" />
        </svg>
        <span className={isInRail ? 'max-xl:sr-only' : undefined}>Framewright</span>
      </Link>
    </div>
  )
}
