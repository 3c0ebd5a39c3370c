import type { Tx } from '#lib/runtime/db.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { WaitingLimits } from './context.ts'

/** How many jobs wait: of one person, and of everybody. */
export type Waiting = { own: number; all: number }

export async function countWaiting(db: Tx, personId: string): Promise<Waiting> {
  const [waiting] = await db.$queryRaw<Waiting[]>`
    select (select count(*) from job where "requestedById" = ${personId}::uuid and state = 'queued')::int as own,
      (select count(*) from job where state = 'queued' and not "isHeld")::int as all`
  return waiting ?? { own: 0, all: 0 }
}

type Asking = { waiting: Waiting; asked: number; limits: WaitingLimits }

/** How many more a person may ask for now. */
export function roomFor({ waiting, limits }: Omit<Asking, 'asked'>): number {
  return Math.max(0, Math.min(limits.perPerson - waiting.own, limits.inAll - waiting.all))
}

/** So that nobody fills the disk with what waits, by a slip or a program that asks in a circle. */
export function refuseTooMany({ waiting, asked, limits }: Asking): void {
  const room = roomFor({ waiting, limits })
  if (asked <= room) return
  const isOwn = limits.perPerson - waiting.own <= limits.inAll - waiting.all
  const inWords = (count: number) => count.toLocaleString('en')
  throw new AppError({
    code: 'QUEUE_FULL',
    message: isOwn
      ? `You have ${inWords(waiting.own)} pictures waiting, and one person may have ${inWords(limits.perPerson)}.`
      : `${inWords(waiting.all)} pictures are waiting, and there is room for ${inWords(limits.inAll)}.`,
    suggestion: `${
      room > 0 ? `Ask for ${inWords(room)} at most` : 'Wait until some are made, or cancel some'
    }. Whoever runs this instance can raise ${isOwn ? 'MAX_WAITING_PER_PERSON' : 'MAX_WAITING'}.`,
    details: {
      asked,
      room,
      waiting: isOwn ? waiting.own : waiting.all,
      limit: isOwn ? limits.perPerson : limits.inAll,
    },
    retryable: room === 0,
  })
}
