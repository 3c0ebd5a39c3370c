'use client'

import { Command } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { useGpusRefresh } from '#app/_live/use-gpus.ts'
import { useRefreshOn } from '#app/_live/use-refresh-on.ts'
import { IconButton } from '#app/_ui/button.tsx'
import { Keys } from '#app/_ui/keys.tsx'
import type { Theme } from '#app/_ui/theme.ts'
import { NewProjectDialog } from '../projects/_list/new-project-dialog.tsx'
import { CommandPalette } from './command-palette.tsx'
import { CommandsProvider, useAllCommands } from './commands.tsx'
import { GpuBar } from './gpu-bar.tsx'
import { LiveState } from './live-state.tsx'
import { Logo } from './logo.tsx'
import { Navigation } from './navigation.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { useCommandKeys } from './use-command-keys.ts'
import { useShellCommands } from './use-shell-commands.ts'
import { useTheme } from './use-theme.ts'

type Overlay = 'palette' | 'shortcuts' | 'new-project' | undefined

/** What stands around every screen: a rail on a desk, of signs alone where there is less room, a bar above and below on a phone. */
export function Shell(props: { theme: Theme; children: ReactNode }) {
  return (
    <CommandsProvider>
      <Frame {...props} />
    </CommandsProvider>
  )
}

function Frame({ theme: initialTheme, children }: { theme: Theme; children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>()
  const { theme, setTheme } = useTheme(initialTheme)
  // The palette lists them, on every screen.
  useRefreshOn('project.updated', queryKeys.projects)
  useGpusRefresh()
  const openPalette = useCallback(() => setOverlay('palette'), [])
  const openShortcuts = useCallback(() => setOverlay('shortcuts'), [])
  const openNewProject = useCallback(() => setOverlay('new-project'), [])
  const own = useShellCommands({
    ...{ onPalette: openPalette, onShortcuts: openShortcuts, onNewProject: openNewProject, onTheme: setTheme },
  })
  const ofScreen = useAllCommands()
  // What belongs to the screen comes first: it is what a person is at.
  const commands = useMemo(() => [...ofScreen, ...own], [ofScreen, own])
  useCommandKeys(commands)
  const focusBefore = useFocusBefore(overlay)

  return (
    <div className="min-h-dvh pl-(--rail)">
      <a
        href="#content"
        className="-translate-y-20 fixed top-2 left-2 z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="fixed inset-y-0 left-0 z-30 flex w-(--rail) flex-col border-line border-r bg-surface max-md:hidden">
        <Logo className="h-16 px-5 max-xl:justify-center max-xl:px-0" isInRail />
        <Navigation className="flex flex-col gap-1 px-3" label="Main" />
        <div className="mt-auto flex flex-col gap-1 p-3">
          <GpuBar place="rail" />
          <button
            type="button"
            onClick={openPalette}
            className="flex h-9 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-raised hover:text-ink max-xl:justify-center pointer-coarse:h-10"
            title="Commands (Ctrl K)"
          >
            <Command size={16} aria-hidden />
            <span className="grow text-left max-xl:sr-only">Commands</span>
            <span className="max-xl:hidden not-any-pointer-fine:hidden">
              <Keys keys="Ctrl K" />
            </span>
          </button>
          <div className="flex items-center justify-between max-xl:flex-col">
            <LiveState />
            <ThemeMenu theme={theme} onChange={setTheme} />
          </div>
        </div>
      </aside>
      <header className="sticky top-0 z-30 flex h-13 items-center gap-1 border-line border-b bg-surface pr-2 pl-4 md:hidden">
        <Logo className="grow" />
        <LiveState isInHeader />
        <GpuBar place="header" />
        <IconButton label="Commands" onClick={openPalette}>
          <Command size={18} aria-hidden />
        </IconButton>
        <ThemeMenu theme={theme} onChange={setTheme} />
      </header>
      <main id="content" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <Navigation
        className="fixed inset-x-0 bottom-0 z-30 grid grid-flow-col border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
        label="Main, below"
        isBar
      />
      <CommandPalette
        open={overlay === 'palette'}
        onOpenChange={(open) => setOverlay(open ? 'palette' : undefined)}
        commands={commands}
        onClosed={(event) => {
          event.preventDefault()
          if (!overlay) focusBefore.current?.focus()
        }}
      />
      <NewProjectDialog
        open={overlay === 'new-project'}
        onOpenChange={(open) => setOverlay(open ? 'new-project' : undefined)}
      />
      <ShortcutsDialog
        open={overlay === 'shortcuts'}
        onOpenChange={(open) => setOverlay(open ? 'shortcuts' : undefined)}
        commands={commands}
      />
    </div>
  )
}

/** The element that had the focus when an overlay was opened. */
function useFocusBefore(overlay: Overlay) {
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (overlay) return
    const remember = () => {
      if (document.activeElement instanceof HTMLElement) element.current = document.activeElement
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [overlay])
  return element
}
