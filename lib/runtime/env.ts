import path from 'node:path'
import { z } from 'zod'
import { AppError } from './errors.ts'

const loopbackHosts = ['127.0.0.1', '::1', 'localhost']
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const url = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })

const urlList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(z.array(url(['http:', 'https:'])))

function isStorage({ protocol, hostname, pathname, searchParams }: URL): boolean {
  if (!isEncoded(pathname)) return false
  if (protocol === 'file:') return hostname === ''
  const endpoint = searchParams.get('endpoint')
  return hostname !== '' && (!endpoint || /^https?:\/\/[^/?#]+\/?$/.test(endpoint))
}

function isEncoded(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

const waitingLimit = z.coerce
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be 1 or more')

// docs/configuration.md is the table for people; a test holds the two together.
export const envSchema = z.object({
  PORT: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(65535, 'must be 65535 or less')
    .default(3000),
  HOST: z
    .string()
    .refine((host) => loopbackHosts.includes(host), {
      error:
        'must be 127.0.0.1, ::1 or localhost: there are no accounts yet, so whoever reaches the address could change everything',
    })
    .default('127.0.0.1'),
  DATA_DIR: z
    .string()
    .default('./data')
    .transform((dir) => path.resolve(dir)),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  COMFYUI_URL: urlList.default([]),
  GPUS_FILE: z
    .string()
    .default('config/gpus.yaml')
    .transform((file) => path.resolve(file)),
  WORKFLOWS_DIR: z
    .string()
    .transform((dir) => path.resolve(dir))
    .optional(),
  OLLAMA_URL: url(['http:', 'https:']).default('http://127.0.0.1:11434'),
  AUTH_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  SKETCH_URL: url(['http:']).optional(),
  STORAGE_URL: url(['file:', 's3:'])
    .refine((text) => URL.canParse(text) && isStorage(new URL(text)), {
      error: 'must be file:///folder or s3://bucket/prefix?endpoint=https://…&region=…',
    })
    .optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  MAX_WAITING_PER_PERSON: waitingLimit.default(2_000),
  MAX_WAITING: waitingLimit.default(50_000),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
})

export type Env = z.infer<typeof envSchema>

/** Reads the settings, or throws one error that names everything wrong with them and never shows a value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  // An empty setting, as `PORT=` in a service file, means the same as none.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = envSchema.safeParse(given)
  const fields = {
    ...Object.fromEntries((parsed.error?.issues ?? []).map((issue) => [String(issue.path[0]), issue.message])),
    ...missingKeys(given),
  }
  if (parsed.success && Object.keys(fields).length === 0) return parsed.data
  throw new AppError({
    code: 'CONFIG_INVALID',
    message: `The settings are not right: ${Object.entries(fields)
      .map(([name, problem]) => `${name} ${problem}`)
      .join('; ')}.`,
    suggestion: 'Correct them in the environment and start again; docs/configuration.md lists them all.',
    fields,
  })
}

function missingKeys(given: Record<string, string | undefined>): Record<string, string> {
  if (!given.STORAGE_URL?.startsWith('s3:')) return {}
  const missing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].filter((name) => !given[name])
  return Object.fromEntries(missing.map((name) => [name, 'must be set when STORAGE_URL is a bucket']))
}

/** `npm start` sets it for the processes it starts; a worker or web started alone needs it from its surroundings. */
export function requireDatabaseUrl(env: Env): string {
  if (env.DATABASE_URL) return env.DATABASE_URL
  throw new AppError({
    code: 'CONFIG_INVALID',
    message: 'DATABASE_URL is not set.',
    suggestion: 'Set it to the Postgres that web and workers share, or use npm start, which brings one of its own.',
    fields: { DATABASE_URL: 'is needed' },
  })
}
