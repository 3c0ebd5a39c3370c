import { readdir, readFile } from 'node:fs/promises'

/** The process and everything it started, by id. Linux only, as the memory figures are. */
export async function familyOf(pid: number): Promise<number[]> {
  const children = await childrenByParent()
  const family = [pid]
  for (let i = 0; i < family.length; i++) family.push(...(children.get(family[i] ?? 0) ?? []))
  return family
}

/** Memory that is the process's own, plus its share of what several use, in MB. */
export async function memoryMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
}

export async function commandOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim()
}

async function childrenByParent(): Promise<Map<number, number[]>> {
  const children = new Map<number, number[]>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    // The name in brackets may hold spaces; what follows the last bracket does not.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  return children
}
