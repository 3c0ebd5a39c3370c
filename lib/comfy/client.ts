import { isAppError, withDetails } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { JsonValue } from '#lib/runtime/json.ts'
import { type Cancelled, cancelPrompt } from './cancel.ts'
import { type Channel, openChannel } from './channel.ts'
import { type Download, type DownloadOptions, downloadFile, type FileRef } from './download.ts'
import { type Caller, callOk, pathPart } from './http.ts'
import { type ComfyLimits, defaultLimits } from './limits.ts'
import { askQueue, createLookUp } from './look-up.ts'
import type { ComfyEvent, Heard } from './messages.ts'
import { askFolders, askModels } from './models.ts'
import type { Outcome } from './outcome.ts'
import type { PromptRecord, QueueList } from './records.ts'
import { readServer } from './server.ts'
import { settlePrompt } from './settle.ts'
import { keepSocket } from './socket.ts'
import { type ComfyStats, readStats } from './stats.ts'
import { type SubmitRequest, type Submitted, submitPrompt } from './submit.ts'
import { orAborted, withTries } from './tries.ts'
import { errorOfAbort, errorOfStrangeAnswer } from './unavailable.ts'
import { type Upload, type UploadRequest, uploadFile } from './upload.ts'
import { type Withdrawn, withdrawPrompt } from './withdraw.ts'

/** All that can be asked of one ComfyUI server. Everything throws AppErrors and nothing else. */
export type ComfyClient = {
  /** As messages call the server. */
  readonly name: string
  submit(request: SubmitRequest): Promise<Submitted>
  /** What happens to a prompt that this client submitted, until it ends or the connection is lost. */
  watch(promptId: string, options?: Waiting): AsyncIterableIterator<ComfyEvent>
  /** What became of a prompt: of any, whoever submitted it and when. */
  settle(promptId: string, options: Settling): Promise<Outcome>
  /** What the server knows of a prompt now. */
  find(promptId: string, options?: Waiting): Promise<PromptRecord>
  cancel(promptId: string, options?: Waiting): Promise<Cancelled>
  /** Takes a prompt back that has not begun; one that has goes on. */
  withdraw(promptId: string, options?: Waiting): Promise<Withdrawn>
  upload(request: UploadRequest): Promise<Upload>
  download(file: FileRef, options?: DownloadOptions): Promise<Download>
  /** In the order in which it will run; other programs' prompts are there too. */
  queue(options?: Waiting): Promise<QueueList>
  /** The folders under ComfyUI's `models`. */
  modelFolders(options?: Waiting): Promise<string[]>
  /** The names a node may be given for a model in that folder. */
  models(folder: string, options?: Waiting): Promise<string[]>
  /** The definitions of all node classes, or of one, as the server gives them. */
  objectInfo(options?: Waiting & { nodeClass?: string }): Promise<JsonValue>
  stats(options?: Waiting): Promise<ComfyStats>
  /** After the prompt that runs now. */
  free(what: { models?: boolean; cache?: boolean }, options?: Waiting): Promise<void>
  /** Takes a prompt that has ended out of the server's history; its files stay, because no call removes them. */
  forget(promptId: string, options?: Waiting): Promise<void>
  /** Ends the connection; what waits on it ends, what runs on the server goes on. */
  close(): void
}

export type Waiting = { signal?: AbortSignal }

/** `onBegun`: as soon as it is known that it runs, by whatever tells first. Not when it has ended by then. */
export type Settling = Waiting & { deadlineMs: number; onBegun?: () => void }

export type ComfyClientInit = {
  url: string
  headers?: Readonly<Record<string, string>>
  limits?: Partial<ComfyLimits>
  /** What people call the server; left out, it is its host and port. */
  nameOf?: () => string
  /** The connection was lost: the server may be gone, or another one by the time it is back. */
  onLost?: () => void
}

/** Of prompts long gone nobody asks; the newest are kept for those who watch or settle a little late. */
const maxPrompts = 1_000

/** `hadSocket`: the socket stood when it was sent. One that came later cannot say what happened before it. */
type Submission = { channel: Channel; clientId: string; hadSocket: boolean }

export function createComfyClient({ url, headers, limits, nameOf, onLost }: ComfyClientInit): ComfyClient {
  const caller: Caller = { server: readServer(url, { headers, nameOf }), limits: { ...defaultLimits, ...limits } }
  const lookUp = createLookUp(caller)
  const submissions = new Map<string, Submission>()
  const cancelled = new Map<string, true>()
  /** Submits without an answer yet, and what ends with each. */
  const onTheirWay = new Map<string, Promise<void>>()
  const closing = new AbortController()
  /** Whose node runs now, by what was last heard: previews of the old kind do not say whose they are. */
  let running: { promptId: string; nodeId: string } | undefined

  const socket = keepSocket(caller, {
    onHeard({ promptId = running?.promptId, event }: Heard) {
      if (promptId === undefined) return
      if (event.type === 'node') running = { promptId, nodeId: event.nodeId }
      if (event.type === 'ended' && running?.promptId === promptId) running = undefined
      const isNameless = event.type === 'preview' && event.nodeId === undefined
      submissions.get(promptId)?.channel.push(isNameless ? { ...event, nodeId: running?.nodeId } : event)
    },
    onLost(clientId) {
      running = undefined
      for (const made of submissions.values()) if (made.clientId === clientId) made.channel.push({ type: 'lost' })
      onLost?.()
    },
  })

  const ask = async (path: string, { signal }: Waiting = {}, deadlineMs = caller.limits.askMs) => {
    const body = await withTries(caller.limits, () => callOk(caller, { path, deadlineMs, signal }), signal)
    if (body === undefined) throw errorOfStrangeAnswer(caller.server, path)
    return body
  }

  const submit = async (request: SubmitRequest, promptId: string): Promise<Submitted> => {
    if (closing.signal.aborted) throw errorOfAbort(closing.signal.reason)
    const clientId = await socket.ready(caller.limits.socketWaitMs)
    // Before it is sent, because the first events can overtake the answer.
    const submission: Submission = {
      channel: openChannel(),
      clientId,
      hadSocket: socket.isLive(clientId),
    }
    submissions.get(promptId)?.channel.close()
    submissions.set(promptId, submission)
    forgetOldest(submissions, ({ channel }) => channel.isClosed)?.channel.close()
    const tellSent = socket.beginSubmit()
    try {
      const submitted = await submitPrompt(caller, lookUp, { request, promptId, clientId, closing: closing.signal })
      tellSent()
      return submitted
    } catch (error) {
      forget(promptId, submission)
      throw error
    }
  }

  const forget = (promptId: string, submission: Submission) => {
    submission.channel.close()
    if (submissions.get(promptId) === submission) submissions.delete(promptId)
  }

  return {
    get name() {
      return caller.server.name
    },

    async submit(request) {
      const promptId = request.promptId ?? newId()
      const { promise: answered, resolve: tellAnswered } = Promise.withResolvers<void>()
      onTheirWay.set(promptId, answered)
      cancelled.delete(promptId)
      try {
        return await submit(request, promptId)
      } catch (error) {
        // It may have arrived all the same: whoever gave up waiting can take it back by its id.
        throw isAppError(error) ? withDetails(error, { promptId }) : error
      } finally {
        if (onTheirWay.get(promptId) === answered) onTheirWay.delete(promptId)
        tellAnswered()
      }
    },

    watch(promptId, { signal } = {}) {
      return (submissions.get(promptId)?.channel ?? openClosedChannel()).watch(signal)
    },

    async settle(promptId, { deadlineMs, onBegun, signal }) {
      const made = submissions.get(promptId)
      const outcome = await settlePrompt(caller, lookUp, {
        promptId,
        deadlineMs,
        onBegun,
        signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
        channel: made && socket.isLive(made.clientId) ? made.channel : undefined,
        wasCancelledByUs: () => cancelled.has(promptId),
        hasStoodSince: () => made?.hadSocket === true && socket.isLive(made.clientId),
      })
      if (made) forget(promptId, made)
      return outcome
    },

    find: (promptId, { signal } = {}) => withTries(caller.limits, () => lookUp(promptId, signal), signal),

    async cancel(promptId, { signal } = {}) {
      const isFirst = !cancelled.has(promptId)
      // Before it is done, because whoever settles may hear of it sooner.
      cancelled.set(promptId, true)
      forgetOldest(cancelled)
      // Before it has arrived the server does not know it, and would run it all the same.
      const answered = onTheirWay.get(promptId)
      let result: Cancelled | undefined
      try {
        if (answered) await orAborted(answered, signal)
        result = await cancelPrompt(caller, lookUp, { promptId, signal })
      } finally {
        // What did not come of us is not told as ours; but an earlier cancel may have done it.
        if (isFirst && result !== 'cancelled') cancelled.delete(promptId)
      }
      // Of a prompt that is taken from the queue nobody hears anything more.
      submissions.get(promptId)?.channel.close()
      return result
    },

    async withdraw(promptId, { signal } = {}) {
      // Before it has arrived the server does not know it.
      const answered = onTheirWay.get(promptId)
      if (answered) await orAborted(answered, signal)
      const made = submissions.get(promptId)
      if (made?.channel.hasStarted) return 'running'
      const result = await withdrawPrompt(caller, lookUp, { promptId, signal })
      // What was heard of it weighs more than what is no longer found of it.
      return result === 'withdrawn' && made?.channel.hasStarted ? 'running' : result
    },

    upload: (request) => uploadFile(caller, request),
    download: (file, options) => downloadFile(caller, file, options),
    queue: ({ signal } = {}) => withTries(caller.limits, () => askQueue(caller, signal), signal),
    modelFolders: ({ signal } = {}) => askFolders(caller, signal),
    models: (folder, { signal } = {}) => askModels(caller, folder, signal),

    async objectInfo({ nodeClass, signal } = {}) {
      const path = nodeClass === undefined ? '/object_info' : `/object_info/${pathPart(nodeClass)}`
      return ask(path, signal ? { signal } : {}, caller.limits.askMuchMs)
    },

    async stats(options) {
      const stats = readStats(await ask('/system_stats', options))
      if (!stats) throw errorOfStrangeAnswer(caller.server, '/system_stats')
      return stats
    },

    async free({ models = false, cache = false }, { signal } = {}) {
      // Without a body the server fails.
      const json = { unload_models: models, free_memory: cache }
      const request = { path: '/free', method: 'POST', json, deadlineMs: caller.limits.askMs, signal } as const
      await withTries(caller.limits, () => callOk(caller, request), signal)
    },

    async forget(promptId, { signal } = {}) {
      const json = { delete: [promptId] }
      const request = { path: '/history', method: 'POST', json, deadlineMs: caller.limits.askMs, signal } as const
      await withTries(caller.limits, () => callOk(caller, request), signal)
    },

    close() {
      closing.abort()
      socket.close()
      for (const { channel } of submissions.values()) channel.close()
      submissions.clear()
    },
  }
}

function openClosedChannel(): Channel {
  const channel = openChannel()
  channel.close()
  return channel
}

/** Makes room by dropping one, rather one that is done with than one that is not, and hands it back. */
function forgetOldest<T>(kept: Map<string, T>, isDone: (value: T) => boolean = () => true): T | undefined {
  if (kept.size <= maxPrompts) return undefined
  const [oldest] = kept
  const [id, value] = [...kept].find(([, one]) => isDone(one)) ?? oldest ?? []
  if (id !== undefined) kept.delete(id)
  return value
}
