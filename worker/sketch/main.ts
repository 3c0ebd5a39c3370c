import path from 'node:path'
import { runProcess } from '#lib/runtime/child.ts'
import { readEnv } from '#lib/runtime/env.ts'
import { startSketchServer } from './server.ts'

await runProcess('sketch', async () => {
  const { DATA_DIR, WORKFLOWS_DIR, SKETCH_URL } = readEnv()
  if (!SKETCH_URL) throw new Error('npm start says where the sketch renderer answers; alone it is npm run sketch.')
  const server = await startSketchServer({
    port: Number(new URL(SKETCH_URL).port),
    dataDir: path.join(DATA_DIR, 'sketch'),
    speed: 'realtime',
    workflowDirs: [path.join(DATA_DIR, 'workflows'), ...(WORKFLOWS_DIR ? [WORKFLOWS_DIR] : [])],
  })
  return { info: { address: server.url }, stop: server.stop }
})
