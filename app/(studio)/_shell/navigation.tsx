'use client'

import { Clapperboard, Cpu, Server } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { classes } from '#app/_ui/classes.ts'

export const places = [
  { href: '/projects', label: 'Projects', icon: Clapperboard },
  { href: '/gpus', label: 'GPUs', icon: Cpu },
  { href: '/system', label: 'System', icon: Server },
] as const

type NavigationProps = { className: string; label: string; isBar?: boolean }

export function Navigation({ className, label, isBar = false }: NavigationProps) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className={className}>
      {places.map(({ href, label: name, icon: Icon }) => {
        const isHere = pathname.startsWith(href)
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            title={isBar ? undefined : name}
            className={classes(
              'flex items-center rounded-md',
              isBar
                ? 'h-14 flex-col justify-center gap-0.5 text-xs'
                : 'h-9 gap-2.5 px-2.5 max-xl:justify-center pointer-coarse:h-10',
              isHere && 'font-medium text-ink',
              isHere && !isBar && 'bg-raised',
              !isHere && 'text-muted hover:text-ink',
            )}
          >
            <Icon size={isBar ? 20 : 16} aria-hidden className={isHere ? 'text-accent' : undefined} />
            <span className={isBar ? undefined : 'max-xl:sr-only'}>{name}</span>
          </Link>
        )
      })}
    </nav>
  )
}
