'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '#app/_ui/button.tsx'
import { Menu } from '#app/_ui/menu.tsx'
import { type Theme, themes } from '#app/_ui/theme.ts'

const looks = {
  dark: { label: 'Dark', icon: Moon },
  light: { label: 'Light', icon: Sun },
  system: { label: 'As the system', icon: Monitor },
} as const satisfies Record<Theme, unknown>

export function ThemeMenu({ theme, onChange }: { theme: Theme; onChange(theme: Theme): void }) {
  const Current = looks[theme].icon
  return (
    <Menu
      items={themes.map((name) => {
        const { label, icon: Icon } = looks[name]
        return { label, icon: <Icon size={16} aria-hidden />, onSelect: () => onChange(name) }
      })}
    >
      <IconButton label="Colours">
        <Current size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}
