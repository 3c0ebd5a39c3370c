import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { envSchema, readEnv, requireDatabaseUrl } from './env.ts'
import { AppError } from './errors.ts'

describe('readEnv', () => {
  it('needs nothing to be set', () => {
    expect(readEnv({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: path.resolve('data'),
      COMFYUI_URL: [],
      GPUS_FILE: path.resolve('config/gpus.yaml'),
      OLLAMA_URL: 'http://127.0.0.1:11434',
      MAX_WAITING_PER_PERSON: 2_000,
      MAX_WAITING: 50_000,
      LOG_LEVEL: 'info',
    })
  })

  it('takes an empty setting for none', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', HOST: undefined })).toEqual(readEnv({}))
  })

  it('reads lists, numbers and paths', () => {
    const env = readEnv({ PORT: '8080', COMFYUI_URL: 'http://a:8188, https://b/comfy ,', DATA_DIR: '/srv/./board' })
    expect(env).toMatchObject({ PORT: 8080, COMFYUI_URL: ['http://a:8188', 'https://b/comfy'], DATA_DIR: '/srv/board' })
  })

  it('lists everything wrong at once, by name, and never a value', () => {
    const wrong = {
      PORT: '70000',
      HOST: '0.0.0.0',
      DATABASE_URL: 'mysql://me:hunter2@db/board',
      COMFYUI_URL: 'http://fine,hunter2',
      OLLAMA_URL: 'hunter2',
      AUTH_SECRET: 'hunter2',
      STORAGE_URL: 'ftp://hunter2',
      LOG_LEVEL: 'hunter2',
      PUBLIC_URL: 'hunter2',
    }
    const error = failureOf(() => readEnv(wrong))
    expect(error.code).toBe('CONFIG_INVALID')
    expect(Object.keys(error.fields ?? {}).sort()).toEqual(Object.keys(wrong).sort())
    for (const name of Object.keys(wrong)) expect(error.message).toContain(name)
    expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/hunter2|70000|0\.0\.0\.0/)
  })

  it.each(['0', '-1', '3000.5', 'http'])('refuses the port %s', (PORT) => {
    expect(failureOf(() => readEnv({ PORT })).fields).toEqual({ PORT: expect.stringMatching(/^must be/) })
  })

  it.each([
    'file:///srv/pictures',
    's3://bucket',
    's3://bucket/a/b?endpoint=http://127.0.0.1:9000&region=eu-central-1',
  ])('stores in %s', (STORAGE_URL) => {
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    expect(readEnv({ STORAGE_URL, ...keys }).STORAGE_URL).toBe(STORAGE_URL)
  })

  it.each([
    'file://host/share',
    's3:///no-bucket',
    's3://bucket/100%',
    's3://bucket?endpoint=s3.example.com',
    's3://bucket?endpoint=http://h/path',
  ])('does not store in %s', (STORAGE_URL) => {
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    expect(failureOf(() => readEnv({ STORAGE_URL, ...keys })).fields).toHaveProperty('STORAGE_URL')
  })

  it('wants both keys for a bucket, and says so beside what else is wrong', () => {
    const error = failureOf(() => readEnv({ STORAGE_URL: 's3://bucket', AWS_ACCESS_KEY_ID: 'a', PORT: '0' }))
    expect(Object.keys(error.fields ?? {}).sort()).toEqual(['AWS_SECRET_ACCESS_KEY', 'PORT'])
  })

  it.each(['127.0.0.1', '::1', 'localhost'])('listens on %s', (HOST) => {
    expect(readEnv({ HOST }).HOST).toBe(HOST)
  })
})

it('requireDatabaseUrl says which setting is missing', () => {
  const DATABASE_URL = 'postgresql://localhost/board'
  expect(requireDatabaseUrl(readEnv({ DATABASE_URL }))).toBe(DATABASE_URL)
  expect(failureOf(() => requireDatabaseUrl(readEnv({}))).fields).toHaveProperty('DATABASE_URL')
})

describe('docs/configuration.md', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm)].map(([, name, standard]) => [name, standard])
  const { properties = {} } = z.toJSONSchema(envSchema, { io: 'input', unrepresentable: 'any' })

  it('has a row for every setting and no other, in the same order', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(envSchema.shape))
  })

  it.each(Object.entries(properties))('gives the default of %s', (name, property) => {
    const standard = typeof property === 'object' ? property.default : undefined
    const documented = rows.find(([row]) => row === name)?.[1]
    const isNone = standard === undefined || (Array.isArray(standard) && standard.length === 0)
    if (isNone) expect(documented).not.toMatch(/^`/)
    else expect(documented).toBe(`\`${standard}\``)
  })
})

function failureOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('It was expected to fail.')
}
