import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#lib/runtime/errors.ts'
import { migrationsHome } from '#lib/runtime/migrations.ts'
import { findRisks } from './checks/migration-risks.ts'
import { diffSchema } from './checks/schema-diff.ts'
import { withScratchDatabase } from './checks/scratch-database.ts'

/** Writes the migration that brings a database from the migrations there are to prisma/schema.prisma. */
export async function main(args: string[]): Promise<void> {
  const name = readName(args)
  const sql = await withScratchDatabase(diffSchema)
  if (sql === '') {
    console.log('The migrations already make what prisma/schema.prisma says: nothing was written.')
    return
  }
  const dir = path.join(migrationsHome, `${timestamp(new Date())}_${name}`)
  await mkdir(dir, { recursive: true })
  const file = path.join(dir, 'migration.sql')
  await writeFile(file, `${sql}\n`, { flag: 'wx' })
  console.log(`Wrote ${path.relative(process.cwd(), file)}.`)
  const risks = findRisks(sql)
  if (risks.length > 0)
    console.log(`\nLook at this before you commit it:\n${risks.map((risk) => `  ${risk}`).join('\n')}`)
}

function readName(args: string[]): string {
  const name = args
    .join('_')
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
  if (/^[a-z][a-z0-9_]*$/.test(name)) return name
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'A migration needs a name of letters, digits and underscores.',
    suggestion: 'Say what it does, as in: npm run db:migration -- add_takes',
  })
}

/** Migrations run in the order of their names. */
function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14)
}
