import { setTimeout as pause } from 'node:timers/promises'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import type { Behaviour } from './behaviour.ts'
import { createCache } from './execution/cache.ts'
import { failedEntry, runPrompt } from './execution/run-prompt.ts'
import type { FileStore } from './files.ts'
import type { Machine, NodeDescriptions } from './machine-state.ts'
import { describeNodes, type ModelLists } from './models.ts'
import { createHistory } from './protocol/history.ts'
import { createQueue } from './protocol/queue.ts'
import { createSockets } from './protocol/sockets.ts'

export function createMachine(input: { behaviour: Behaviour; files: FileStore; templateModels: ModelLists }): Machine {
  const { behaviour, files, templateModels } = input
  const stopping = new AbortController()
  const sockets = createSockets((clientId) => ({
    remaining: machine.queue.remaining(),
    runningNode: machine.running?.clientId === clientId ? machine.running.nodeId : undefined,
  }))
  const queue = createQueue(() => {
    sockets.send('status', { status: { exec_info: { queue_remaining: queue.remaining() } } })
  })
  let isWorking = false
  let described: (NodeDescriptions & { key: string }) | undefined

  const machine: Machine = {
    behaviour,
    files,
    queue,
    history: createHistory(),
    cache: createCache(),
    sockets,
    loaded: new Set(),
    tempName: Array.from({ length: 5 }, () => letters[Math.floor(Math.random() * letters.length)]).join(''),
    interrupt: { isAsked: false },
    running: undefined,
    nextNumber: 0,
    signal: stopping.signal,
    templateModels,
    async nodes() {
      const inputs = await files.listInputs()
      const key = JSON.stringify([inputs, behaviour.models, behaviour.missingNodes])
      if (described?.key === key) return described
      const json = describeNodes({ behaviour, inputs, fromTemplates: templateModels })
      described = { key, json, info: parseObjectInfo(json) }
      return described
    },
    work() {
      if (isWorking) return
      isWorking = true
      void workThrough(machine).finally(() => {
        isWorking = false
        if (queue.pending().length > 0 && !stopping.signal.aborted) machine.work()
      })
    },
    stop() {
      stopping.abort()
      sockets.drop()
      sockets.upgrader.close()
    },
  }
  return machine
}

const letters = 'abcdefghijklmnopqrstupvxyz'

async function workThrough(machine: Machine): Promise<void> {
  const { queue, history, sockets, behaviour, signal } = machine
  // The answer to the submit leaves before the first message of the run.
  await new Promise((resolve) => setImmediate(resolve))
  for (let item = queue.take(); item && !signal.aborted; item = queue.take()) {
    const { promptId, extraData } = item
    const entry = await runPrompt(machine, item).catch((error: unknown) => failedEntry(machine, item, error))
    if (!entry || signal.aborted) return
    if (behaviour.historyDelayMs > 0) await pause(behaviour.historyDelayMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    history.add(promptId, entry)
    queue.finish(promptId)
    if (typeof extraData.client_id === 'string') {
      sockets.send('executing', { node: null, prompt_id: promptId }, extraData.client_id)
    }
  }
}
