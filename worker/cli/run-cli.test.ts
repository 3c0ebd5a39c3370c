import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readEnv } from '#lib/runtime/env.ts'
import { parseJson } from '#lib/runtime/json.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { builtInTemplates, equippedServer } from '#lib/testing/workflows.ts'
import { validatePrompt } from '#lib/workflow/validate-prompt.ts'
import { runCli } from './run-cli.ts'

let dir = ''
let sketch: TestSketch
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-cli-'))
  await mkdir(path.join(dir, 'workflows'))
  sketch = await startTestSketch()
})
afterAll(async () => {
  await sketch.stop()
  await rm(dir, { recursive: true, force: true })
})

async function run(args: string[], settings: Record<string, string> = {}) {
  let [out, err] = ['', '']
  const exitCode = await runCli(args, {
    write: (text) => {
      out += text
    },
    warn: (text) => {
      err += text
    },
    readEnv: () => readEnv({ DATA_DIR: dir, GPUS_FILE: path.join(dir, 'gpus.yaml'), ...settings }),
    cwd: dir,
  })
  return { exitCode, out, err }
}

const printed = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

async function items(args: string[], settings?: Record<string, string>) {
  const { out, exitCode } = await run([...args, '--json'], settings)
  return { items: printed.parse(parseJson(out)).items, exitCode }
}

/** A port that was free a moment ago. */
async function deadPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return typeof address === 'object' && address ? address.port : 0
}

test.each([
  [['--help'], 0],
  [['workflows', '--help'], 0],
  [['workflows', 'list', '--help'], 0],
  [['workflows', 'check', '--help'], 0],
  [['workflows', 'bind', '--help'], 0],
  [['doctor', '-h'], 0],
  [[], 2],
  [['workflows'], 2],
])('%j says how it is used and ends with %i', async (args, exitCode) => {
  const result = await run(args, { PORT: 'wrong' })
  expect(result.exitCode).toBe(exitCode)
  expect(exitCode === 0 ? result.out : result.err).toMatch(/^Usage: framewright /)
})

test.each([
  [['workflow', 'list'], /no command workflow list.*workflows list, workflows check, workflows bind, doctor/],
  [['--fast', 'doctor'], /command comes first/],
  [['doctor', '--fast'], /no option --fast.*--json, --help/],
  [['workflows', 'bind', 'flux-2', '--size', 'big'], /^--size must be a width and a height/],
  [['workflows', 'bind', 'flux-2'], /needs the prompt\. Give it with --prompt, or let --sample fill it in/],
  [['workflows', 'bind', 'flux-2', '--prompt', ''], /^--prompt must not be empty/],
  [['workflows', 'bind', 'wan22_flf2v', '--prompt', 'x'], /Give it with --init and --end/],
  [
    ['workflows', 'bind', 'sdxl_txt2img', '--prompt', 'x', '--lora', 'a.safetensors:900'],
    /weight from -100 to 100\. See --lora\.\n$/,
  ],
  [['workflow', 'bind'], /Did you mean workflows bind\?/],
])('%j is wrong usage', async (args, expected) => {
  const { exitCode, out, err } = await run(args)
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
  expect(err).toMatch(expected)
})

test('wrong settings are something wrong, in one sentence', async () => {
  const { exitCode, err } = await run(['workflows', 'list'], { PORT: 'wrong' })
  expect(exitCode).toBe(1)
  expect(err).toMatch(/PORT must be a number/)
})

test('the list has every built-in workflow', async () => {
  const { exitCode, out } = await run(['workflows', 'list'])
  expect(exitCode).toBe(0)
  expect(out).toMatch(/^wan22_flf2v .*--prompt --init --end|--init --end --prompt/m)
  expect(out).toMatch(/^flux-2 +image +FLUX\.2 .*built-in, default for pictures$/m)
  const listed = await items(['workflows', 'list'])
  expect(listed.items.map(({ id }) => id)).toEqual(builtInTemplates.map(({ id }) => id))
})

test('a file is checked by name, and what is found in it is said', async () => {
  const graph = {
    '1': { class_type: 'UnknownLoader', inputs: {} },
    '2': { class_type: 'CLIPTextEncode', inputs: { text: '{{promt}}', clip: ['9', 0] } },
    '3': { class_type: 'PreviewAny', inputs: { source: ['2', 0] } },
  }
  await writeFile(path.join(dir, 'broken.json'), JSON.stringify(graph))
  const { exitCode, out } = await run(['workflows', 'check', 'broken.json'])
  expect(exitCode).toBe(1)
  expect(out).toMatch(/^broken\.json cannot be used\.\n/)
  expect(out).toMatch(/error +The input clip of node 2 \(CLIPTextEncode\) is linked to node 9/)
  expect(out).toMatch(/error +Node 2 \(CLIPTextEncode\) asks for \{\{promt\}\}/)

  const missing = await run(['workflows', 'check', 'nowhere.json'])
  expect(missing.exitCode).toBe(1)
  expect(missing.out).toMatch(/There is no file .*nowhere\.json/)
  const several = await run(['workflows', 'check', 'broken.json', 'flux-2'])
  expect(several.out).toMatch(/^broken\.json cannot be used\..*\nflux-2\.json can be used\.\n/s)
  expect((await run(['workflows', 'check', path.resolve('workflows')])).out).toMatch(/sdxl_txt2img\.json can be used/)
  expect((await run(['workflows', 'check', 'flux2'])).out).toMatch(/no workflow called flux2\. Did you mean flux-2\?/)
  expect((await run(['workflows', 'check', 'workflows'])).out).toMatch(/holds no workflow/)
  expect((await run(['workflows', 'check'])).out).toMatch(/^\d+ workflows, all can be used\.\n$/)
})

test.each(builtInTemplates.map(({ id }) => id))('%s bound with --sample would be accepted', async (id) => {
  const { exitCode, out } = await run(['workflows', 'bind', id, '--sample'])
  expect(exitCode).toBe(0)
  const verdict = validatePrompt(parseJson(out), equippedServer)
  expect(verdict).toMatchObject({ ok: true, nodeErrors: {} })
  expect((await run(['workflows', 'bind', id, '--sample'])).out).toBe(out)
})

test('drafts are bound as they are drawn, several in one go', async () => {
  const { exitCode, out } = await run(['workflows', 'bind', 'flux-2', '--prompt', 'x', '--draft', '--count', '4'])
  expect(exitCode).toBe(0)
  expect(out).toMatch(/"batch_size": 4/)
  expect(out).toMatch(/"steps": 10/)
  const refused = await run(['workflows', 'bind', 'wan22_i2v', '--sample', '--draft', '--count', '4'])
  expect(refused).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('cannot make 4 in one go: it makes clips.'),
  })
})

test('a graph bound from options would be accepted, with its seed exact', async () => {
  const asked = ['--prompt', 'a "quoted" harbour', '--seed', '18446744073709551615', '--size', '1920x1080']
  const extras = [
    '--lora',
    'ink.safetensors:0.7',
    '--lora',
    'face.safetensors',
    '--reference',
    'a.png',
    '--init',
    'b.png',
  ]
  const { out, exitCode } = await run(['workflows', 'bind', 'flux-2', ...asked, ...extras, '--denoise', '0.5'])
  expect(exitCode).toBe(0)
  expect(out).toContain('18446744073709551615')
  expect(validatePrompt(parseJson(out), equippedServer)).toMatchObject({ ok: true, nodeErrors: {} })

  const { items: bound } = await items(['workflows', 'bind', 'flux-2', ...asked, '--steps', '500'])
  expect(bound).toMatchObject([{ id: 'flux-2', used: { seed: 2n ** 64n - 1n, steps: 50 }, warnings: [{}] }])
})

test('an error is JSON too for who asked for JSON, with the same exit code', async () => {
  const usage = await run(['workflows', 'bind', 'flux-2', '--size', 'big', '--json'])
  expect(usage).toMatchObject({ exitCode: 2, err: '' })
  expect(parseJson(usage.out)).toMatchObject({
    error: { code: 'INVALID_INPUT', message: expect.stringMatching(/--size/) },
  })
  const wrong = await run(['workflows', 'bind', 'flux-3', '--json'])
  expect(wrong).toMatchObject({ exitCode: 1, err: '' })
  expect(parseJson(wrong.out)).toMatchObject({ error: { code: 'WORKFLOW_NOT_FOUND' } })
})

test('what bind prints can be sent as it is, and what looks like a slip is said beside it', async () => {
  const asked = ['workflows', 'bind', 'sdxl_txt2img', '--prompt', 'x', '--lora', 'ink']
  const { out, err } = await run([...asked, '--as-request'])
  expect(parseJson(out)).toMatchObject({ prompt: { '1': { class_type: expect.any(String) } } })
  expect(err).toMatch(/^Warning: The LoRA ink has no ending/)
  expect((await run([...asked, '--end', 'e.png'])).err).toMatch(/has no place for --end\.$/m)
})

test('a workflow that is not there is named with those that are', async () => {
  const { exitCode, err } = await run(['workflows', 'bind', 'flux-3'])
  expect(exitCode).toBe(1)
  expect(err).toMatch(/no workflow called flux-3\. Did you mean flux-2\? There are: .*flux-2/)
})

test('the doctor says what a reachable server can run', async () => {
  const { exitCode, out, err } = await run(['doctor'], { COMFYUI_URL: sketch.url })
  expect(exitCode).toBe(0)
  expect(err).toBe('1 server, from COMFYUI_URL.\n')
  expect(out).toMatch(/: reachable\n {2}ComfyUI +\d+\.\d+/)
  expect(out).toMatch(/checkpoints +\d+ /)
  expect(out).toMatch(/flux-2 +yes/)
  expect(out).not.toMatch(/What is missing/)
})

test('the doctor names the file a workflow of yours lacks, and where to put it', async () => {
  const graph = {
    '1': { class_type: 'LoadImage', inputs: { image: '{{init_image}}' } },
    '2': { class_type: 'UpscaleModelLoader', inputs: { model_name: 'sharp.safetensors' } },
    '3': { class_type: 'ImageUpscaleWithModel', inputs: { upscale_model: ['2', 0], image: ['1', 0] } },
    '4': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'x' } },
  }
  const file = path.join(dir, 'workflows', 'sharp.json')
  await writeFile(file, JSON.stringify(graph))
  const { exitCode, out } = await run(['doctor'], { COMFYUI_URL: sketch.url })
  await rm(file)
  expect(exitCode).toBe(0)
  expect(out).toMatch(/sharp +no +1 model/)
  expect(out).toMatch(/Put into models\/upscale_models of ComfyUI on that server:\n +sharp\.safetensors +for sharp/)
})

test('the doctor gives the usual causes when nothing answers, and goes on to the next server', async () => {
  const dead = `http://who:secret@127.0.0.1:${await deadPort()}`
  const { exitCode, out } = await run(['doctor'], { COMFYUI_URL: `${dead},${sketch.url}` })
  expect(exitCode).toBe(1)
  expect(out).toMatch(/: cannot be used\n.*nothing that answers on that port/)
  expect(out).toMatch(/Usual causes:\n.*not running on this machine/)
  expect(out).toMatch(/: reachable/)
  expect(out).not.toContain('secret')

  const { items: servers } = await items(['doctor'], { COMFYUI_URL: dead })
  expect(servers).toMatchObject([{ isReachable: false, problem: { code: 'COMFY_UNAVAILABLE' } }])
})

test('the doctor says which file it read, and what that does not allow', async () => {
  const file = path.join(dir, 'one.yaml')
  await writeFile(file, `nodes: [{ id: a, url: "${sketch.url}", capabilities: [sdxl], max_resolution: 512 }]`)
  const { exitCode, out, err } = await run(['doctor'], { GPUS_FILE: file, COMFYUI_URL: 'http://127.0.0.1:9' })
  expect(exitCode).toBe(0)
  expect(err).toMatch(/^1 server, from .*one\.yaml; COMFYUI_URL is set too, and not used\.\n/)
  expect(out).toMatch(/flux-2 +no +not in its capabilities: flux2/)
  expect(out).toMatch(/sdxl_txt2img +yes +rendered at 512 or less/)
})

test('the doctor says which server is named twice', async () => {
  const { exitCode, err } = await run(['doctor'], { COMFYUI_URL: `${sketch.url},${sketch.url}/` })
  expect(exitCode).toBe(0)
  expect(err).toMatch(/ are the same server, 127\.0\.0\.1:\d+: name it once/)
})

test('a server that knows hardly any node types is said to be so in one line', async () => {
  const bare = await startTestSketch({ missingNodes: ['KSampler', 'VAEDecode'] })
  const { exitCode, out } = await run(['doctor'], { COMFYUI_URL: `${bare.url}/foo/../api/` })
  await bare.stop()
  expect(exitCode).toBe(1)
  expect(out).toMatch(/127\.0\.0\.1:\d+\/api\): reachable|^127\.0\.0\.1:\d+\/api: reachable/)
  expect(out).toMatch(/It knows \d+ node types, and not even KSampler/)
  expect(out).not.toMatch(/What is missing/)
})

test('where a password is asked for, it is said where to write it', async () => {
  const closed = await startTestSketch({ httpErrors: { path: '/', status: 401, times: null } })
  const { out } = await run(['doctor'], { COMFYUI_URL: closed.url })
  await closed.stop()
  expect(out).toMatch(/address in COMFYUI_URL, as in http:\/\/name:password@host/)
})

test('a server in trouble is told from one that is not there', async () => {
  const troubled = await startTestSketch({ httpErrors: { path: '/object_info', status: 500, times: null } })
  const { exitCode, out } = await run(['doctor'], { COMFYUI_URL: troubled.url })
  await troubled.stop()
  expect(exitCode).toBe(1)
  expect(out).toMatch(/: reachable\n/)
  expect(out).toMatch(/could not answer \(status 500\)/)
  expect(out).not.toMatch(/Usual causes/)
})

test('without a server the doctor says how to name one', async () => {
  const { exitCode, out, err } = await run(['doctor', '--json'])
  expect(exitCode).toBe(1)
  expect(parseJson(out)).toEqual({ items: [] })
  expect(err).toMatch(/No ComfyUI server is configured/)
})
