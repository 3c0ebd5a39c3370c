import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

type Entry = { version?: string; optional?: boolean; integrity?: string }

/** Whether node_modules is what the lock file asks for, by the list that npm leaves there when it has finished. */
export function isInstalled(dir: string, lockText: string): boolean {
  const listFile = path.join(dir, 'node_modules/.package-lock.json')
  if (!existsSync(listFile)) return false
  const wanted = entriesOf(lockText)
  const found = entriesOf(readFileSync(listFile, 'utf8'))
  delete wanted['']
  // Optional packages are for other machines when they are missing; anything else must be there, and nothing more.
  const hasAll = Object.entries(wanted).every(([at, entry]) => {
    const there = found[at]
    return there ? there.version === entry.version && there.integrity === entry.integrity : entry.optional === true
  })
  return hasAll && Object.keys(found).every((at) => at in wanted)
}

function entriesOf(text: string): Record<string, Entry> {
  // Written by npm itself; a file that is none of its own simply has no packages.
  const parsed = JSON.parse(text) as { packages?: Record<string, Entry> }
  return parsed.packages ?? {}
}
