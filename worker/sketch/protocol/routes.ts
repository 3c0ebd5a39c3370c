import { type Call, type Handler, sendEmpty, sendText } from './http.ts'
import * as info from './info-routes.ts'
import { cancelJob, cancelJobs, listJobs, showJob } from './jobs-routes.ts'
import * as prompts from './prompt-routes.ts'
import { uploadImage, uploadMask } from './upload-routes.ts'
import { viewFile } from './view-route.ts'

type Route = { pattern: RegExp; names: string[]; handlers: Record<string, Handler> }

/** Each of these also answers below /api; the jobs only there. */
const routes: Route[] = [
  route('/', { GET: info.showHome }),
  route('/prompt', { GET: prompts.showRemaining, POST: prompts.submitPrompt }),
  route('/queue', { GET: prompts.showQueue, POST: prompts.changeQueue }),
  route('/interrupt', { POST: prompts.interrupt }),
  route('/free', { POST: prompts.freeMemory }),
  route('/history', { GET: prompts.showHistory, POST: prompts.changeHistory }),
  route('/history/:id', { GET: prompts.showHistoryEntry }),
  route('/view', { GET: viewFile }),
  route('/view_metadata/:folder', { GET: info.showNothing }),
  route('/upload/image', { POST: uploadImage }),
  route('/upload/mask', { POST: uploadMask }),
  route('/object_info', { GET: info.showNodes }),
  route('/object_info/:name', { GET: info.showNode }),
  route('/models', { GET: info.showFolders }),
  route('/models/:folder', { GET: info.showModels }),
  route('/embeddings', { GET: info.showEmptyList }),
  route('/extensions', { GET: info.showEmptyList }),
  route('/system_stats', { GET: info.showStats }),
  route('/features', { GET: info.showFeatures }),
  route('/users', { GET: info.showUsers }),
  route('/settings', { GET: info.showSettings }),
  route('/userdata', { GET: info.showMissingDirectory }),
  route('/ws', { GET: info.refuseWithoutUpgrade }),
]

const apiRoutes: Route[] = [
  route('/api/jobs', { GET: listJobs }),
  route('/api/jobs/cancel', { POST: cancelJobs }),
  route('/api/jobs/:id', { GET: showJob }),
  route('/api/jobs/:id/cancel', { POST: cancelJob }),
  route('/api/assets', { GET: info.refuseAssets }),
]

export async function answer(call: Call): Promise<void> {
  const { request, response, url } = call
  const found = findRoute(url.pathname)
  if (!found) {
    response.writeHead(404, { 'Content-Type': 'application/octet-stream', 'Content-Length': 0 }).end()
    return
  }
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
  if (method === 'OPTIONS') return sendEmpty(call)
  const handler = found.route.handlers[method]
  if (!handler) return sendText(call, '405: Method Not Allowed', 405)
  await handler({ ...call, params: found.params })
}

function findRoute(pathname: string): { route: Route; params: Record<string, string> } | undefined {
  const plain = pathname.startsWith('/api/') ? pathname.slice(4) : pathname
  return match(apiRoutes, pathname) ?? match(routes, plain)
}

function match(among: Route[], pathname: string) {
  for (const candidate of among) {
    const found = candidate.pattern.exec(pathname)
    if (!found) continue
    const params = candidate.names.map((name, index) => [name, decode(found[index + 1] ?? '')])
    return { route: candidate, params: Object.fromEntries(params) }
  }
  return undefined
}

function route(path: string, handlers: Record<string, Handler>): Route {
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name]) => name ?? '')
  return { pattern: new RegExp(`^${path.replaceAll(/:[a-z]+/g, '([^/]+)')}$`), names, handlers }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
