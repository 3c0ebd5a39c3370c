import { z } from 'zod'
import { type Behaviour, behaviourSchema } from './behaviour.ts'
import { type Call, readJson, sendJson } from './protocol/http.ts'

export const adminPath = '/sketch/admin'

export type Admin = {
  change(patch: Partial<Behaviour>): void
  /** Goes down without a word and comes back after a while, or when something has happened, remembering only its files. */
  restart(options?: { downMs?: number; whileDown?: () => Promise<unknown> }): Promise<void>
  forgetHistory(): void
  dropSockets(): void
  clearCache(): void
}

const orderSchema = z.strictObject({
  change: behaviourSchema.partial().optional(),
  restart: z.strictObject({ downMs: z.number().min(0).default(0) }).optional(),
  forgetHistory: z.literal(true).optional(),
  dropSockets: z.literal(true).optional(),
  clearCache: z.literal(true).optional(),
})

/** GET shows the behaviour; POST changes it and gives orders, for tests that run in another process. */
export async function answerAdmin(call: Call, admin: Admin): Promise<void> {
  const { behaviour } = call.machine
  if (call.request.method !== 'POST') return sendJson(call, behaviour)
  const given = await readJson(call)
  const order = orderSchema.safeParse(given)
  if (!order.success) return sendJson(call, { error: z.prettifyError(order.error) }, 400)
  const { change, restart } = order.data
  // The schema fills in what was not said; only what was said is changed.
  const said = Object.keys((z.object({ change: z.looseObject({}) }).safeParse(given).data ?? { change: {} }).change)
  if (change) admin.change(Object.fromEntries(Object.entries(change).filter(([name]) => said.includes(name))))
  if (order.data.forgetHistory) admin.forgetHistory()
  if (order.data.dropSockets) admin.dropSockets()
  if (order.data.clearCache) admin.clearCache()
  sendJson(call, behaviour)
  if (restart) call.response.once('finish', () => void admin.restart(restart))
}
