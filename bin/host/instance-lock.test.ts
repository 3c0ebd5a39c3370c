import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explainDisk } from './data-dir.ts'
import { writeInstance } from './instance-file.ts'
import { lockInstance } from './instance-lock.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-lock-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

describe('lockInstance', () => {
  it('makes the data folder for its owner alone, and leaves only the lock in it', async () => {
    const dataDir = path.join(dir, 'new/data')
    const lock = await lockInstance(dataDir)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect(await readdir(dataDir)).toEqual(['instance.lock'])
    lock.release()
  })

  it('refuses a second instance and names the first', async () => {
    const lock = await lockInstance(dir)
    await writeInstance(dir, { pid: 123, address: 'http://127.0.0.1:3000', isReady: true, processes: {} })
    await expect(lockInstance(dir)).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      message: 'Framewright already runs on this data folder (process 123, http://127.0.0.1:3000).',
    })
    lock.release()
  })

  it('is free again when its process is killed', async () => {
    const script = path.join(dir, 'hold.ts')
    const module = path.resolve(import.meta.dirname, 'instance-lock.ts')
    await writeFile(
      script,
      `import { lockInstance } from '${module}'
const lock = await lockInstance('${dir}')
process.stdout.write('locked\\n')
process.stdin.on('end', () => lock.release()).resume()`,
    )
    const holder = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
    let warnings = ''
    holder.stderr.on('data', (text) => {
      warnings += String(text)
    })
    await once(holder.stdout, 'data')
    await expect(lockInstance(dir)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' })
    holder.kill('SIGKILL')
    await once(holder, 'close')
    expect(warnings).toBe('')
    const lock = await lockInstance(dir)
    lock.release()
  })

  it.each(['garbage', 'g'.repeat(5_000)])('replaces a lock file that was overwritten', async (garbage) => {
    await writeFile(path.join(dir, 'instance.lock'), garbage)
    const lock = await lockInstance(dir)
    await expect(lockInstance(dir)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' })
    lock.release()
  })

  it.runIf(process.platform === 'linux')('refuses a folder that takes no new ones', async () => {
    for (const dataDir of ['/proc/nope', '/proc/nope/data']) {
      await expect(lockInstance(dataDir)).rejects.toMatchObject({
        code: 'DISK_NOT_WRITABLE',
        message: `Nothing can be saved in ${dataDir}: no folder can be made there.`,
      })
    }
  })

  it('refuses a path that cannot be a folder', async () => {
    await writeFile(path.join(dir, 'file'), '')
    await expect(lockInstance(path.join(dir, 'file'))).rejects.toMatchObject({ code: 'DISK_NOT_WRITABLE' })
    await expect(lockInstance(path.join(dir, 'file/data'))).rejects.toMatchObject({ code: 'DISK_NOT_WRITABLE' })
  })
})

describe('explainDisk', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EROFS', 'DISK_NOT_WRITABLE'],
    ['EACCES', 'DISK_NOT_WRITABLE'],
    ['EIO', 'DISK_NOT_WRITABLE'],
    ['ESTRANGE', 'DISK_NOT_WRITABLE'],
  ])('%s is %s', (systemCode, code) => {
    const error = explainDisk('/data', Object.assign(new Error('no'), { code: systemCode }))
    expect(error).toMatchObject({ code })
    expect(error.message).toContain('/data')
    expect(error.suggestion).toContain('DATA_DIR')
  })
})
