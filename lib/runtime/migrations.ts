import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export type Migration = { name: string; sql: string }

export const migrationsHome = path.resolve(import.meta.dirname, '../../prisma/migrations')

/** This version's migrations, oldest first. */
export async function readMigrations(dir: string = migrationsHome): Promise<Migration[]> {
  const names = await migrationNames(dir)
  return await Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(path.join(dir, name, 'migration.sql'), 'utf8') })),
  )
}

export async function migrationNames(dir: string = migrationsHome): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
