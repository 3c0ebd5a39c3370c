import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'playwright/test'
import { findFreePort, type Instance, type Pids, runStart, startInstance } from './fixtures/instance.ts'

// The first instance in a new clone has to build the pages.
test.setTimeout(180_000)

/** What takes a second or four is waited for this long: machines that are busy take many times that. */
const patienceMs = 30_000

let folder: string

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'framewright-host-'))
})

test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

test.describe('a start that cannot succeed says why in one sentence', () => {
  test('a port in use', async () => {
    const server = createServer()
    const port = await findFreePort()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const { exitCode, output } = await runStart({ env: { PORT: String(port), DATA_DIR: path.join(folder, 'data') } })
    server.close()
    expect(exitCode).toBe(1)
    expect(output).toContain(`Port ${port} is used by another program.`)
    expect(output).toContain(`PORT=${port + 1} npm start`)
  })

  test('a data folder below a file', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, '')
    const { exitCode, output } = await runStart({ env: { DATA_DIR: path.join(file, 'data') } })
    expect(exitCode).toBe(1)
    expect(output).toContain(`Nothing can be saved in ${file}/data`)
    expect(output).toContain('Set DATA_DIR')
  })

  test('a database that does not answer, without its password', async () => {
    const port = await findFreePort()
    const { exitCode, output } = await runStart({
      env: {
        PORT: String(await findFreePort()),
        DATA_DIR: path.join(folder, 'data'),
        DATABASE_URL: `postgresql://someone:hunter2-secret@127.0.0.1:${port}/films`,
      },
    })
    expect(exitCode).toBe(1)
    expect(output).toContain(`The database at 127.0.0.1:${port}/films cannot be used`)
    expect(output).toContain('Check DATABASE_URL')
    expect(output).not.toContain('hunter2')
  })

  test('a broken gpus.yaml', async () => {
    const file = path.join(folder, 'gpus.yaml')
    await writeFile(file, 'nodes: [\n')
    const { exitCode, output } = await runStart({ env: { GPUS_FILE: file, DATA_DIR: path.join(folder, 'data') } })
    expect(exitCode).toBe(1)
    expect(output).toContain('gpus.yaml is not right')
  })

  test('an address other machines could reach', async () => {
    const { exitCode, output } = await runStart({ env: { HOST: '0.0.0.0', DATA_DIR: path.join(folder, 'data') } })
    expect(exitCode).toBe(1)
    expect(output).toContain('HOST must be 127.0.0.1')
  })

  // Other systems have no file system of a chosen size for whoever asks: there the unit tests alone hold the sentences.
  if (process.platform === 'linux') {
    const disks = [
      { name: 'a full disk', options: 'size=16k', message: 'is full' },
      { name: 'a disk that fills up while the database is made', options: 'size=20m', message: 'is full' },
      { name: 'a read-only disk', options: 'ro', message: 'the disk is read-only' },
    ]
    for (const { name, options, message } of disks) {
      test(name, async () => {
        const port = String(await findFreePort())
        const wrap = [...ownMounts(), 'sh', '-c', `mount -t tmpfs -o ${options} tmpfs "$DATA_DIR" && exec "$@"`, 'sh']
        const { exitCode, output } = await runStart({ env: { DATA_DIR: folder, PORT: port }, wrap })
        expect(output).toContain(message)
        expect(output).toContain('DATA_DIR')
        expect(exitCode).toBe(1)
      })
    }
  }
})

test.describe('a running instance', () => {
  let instance: Instance | undefined

  test.afterEach(async () => {
    await instance?.stop()
    instance = undefined
  })

  test('refuses a second one on its data folder', async () => {
    const first = await begin()
    const { exitCode, output } = await runStart({ env: { DATA_DIR: folder, PORT: String(await findFreePort()) } })
    expect(exitCode).toBe(1)
    expect(output).toContain(
      `already runs on this data folder (process ${(await first.pids()).supervisor}, ${first.url})`,
    )
    await expectServing(first)
  })

  test('is left alone by a start on a copy of its data folder', async () => {
    const first = await begin()
    const before = await first.pids()
    const copy = path.join(folder, 'copy')
    await mkdir(copy)
    await cp(path.join(folder, 'instance.json'), path.join(copy, 'instance.json'))
    const second = await startInstance({ dataDir: copy })
    await second.stop()
    expect(await first.pids()).toEqual(before)
    await expectServing(first)
  })

  for (const name of ['web', 'worker', 'postgres'] as const) {
    test(`brings ${name} back after kill -9`, async () => {
      const running = await begin()
      const before = await running.pids()
      process.kill(before[name], 'SIGKILL')
      await expect.poll(async () => (await running.pids())[name], { timeout: patienceMs }).not.toBe(before[name])
      await expectServing(running)
      const { [name]: _, ...others } = await running.pids()
      expect(before).toMatchObject(others)
    })
  }

  test('comes up again after kill -9 of everything', async () => {
    const first = await begin()
    await first.kill()
    const second = await begin({ PORT: new URL(first.url).port })
    await expectServing(second)
  })

  test('leaves nothing behind when only its supervisor is killed', async () => {
    const first = await begin()
    const pids = await first.pids()
    process.kill(pids.supervisor, 'SIGKILL')
    await expect.poll(() => living(pids), { timeout: patienceMs }).toEqual([])
    const second = await begin({ PORT: new URL(first.url).port })
    await expectServing(second)
  })

  test('starts at once after its supervisor was killed, on the same port', async () => {
    const first = await begin()
    process.kill((await first.pids()).supervisor, 'SIGKILL')
    const second = await begin({ PORT: new URL(first.url).port })
    await expectServing(second)
  })

  test('stops in order on SIGTERM, within 10 seconds', async () => {
    const running = await begin()
    const pids = await running.pids()
    const startedMs = performance.now()
    expect(await running.stop()).toBe(0)
    expect(performance.now() - startedMs).toBeLessThan(10_000)
    expect(living(pids)).toEqual([])
    instance = undefined
    expect(await readFile(path.join(folder, 'logs/postgres.log'), 'utf8')).toContain('database system is shut down')
  })

  async function begin(env: Record<string, string> = {}): Promise<Instance> {
    instance = await startInstance({ dataDir: folder, env })
    return instance
  }
})

/** Runs a command where what it mounts is seen by nobody else: in a namespace of its own, or as root without one. */
function ownMounts(): string[] {
  const ways = [
    ['unshare', '--user', '--map-root-user', '--mount'],
    ['unshare', '--mount'],
  ]
  const script = 'mount -t tmpfs tmpfs /tmp'
  const way = ways.find(([file = '', ...args]) => spawnSync(file, [...args, 'sh', '-c', script]).status === 0)
  if (way) return way
  throw new Error('A disk of a chosen size cannot be made here. Allow user namespaces, or run the tests as root.')
}

async function expectServing({ url }: Instance): Promise<void> {
  await expect.poll(async () => await statusOf(`${url}/ready`), { timeout: patienceMs }).toBe(200)
}

async function statusOf(url: string): Promise<number> {
  try {
    return (await fetch(url)).status
  } catch {
    return 0
  }
}

function living(pids: Pids): string[] {
  return Object.entries(pids).flatMap(([name, pid]) => {
    try {
      process.kill(pid, 0)
      return [name]
    } catch {
      return []
    }
  })
}
