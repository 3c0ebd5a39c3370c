import type { Lane, WaitingJob, WaitingQueue } from '#lib/fleet/choice.ts'
import { fairStarts, priorityOf, startOfPriority } from '#lib/jobs/fair.ts'

export type SimQueue = Pick<WaitingQueue, 'name' | 'warmKey' | 'quality'>
export type SimJob = { id: string; queue: string; person: string; lane: Lane; atMs: number }
export type SimLine = {
  queue: SimQueue
  waiting: { job: SimJob; waiting: WaitingJob }[]
  servedAtMs: number | null
  passedSinceMs: number | null
}

export function makeLine(queue: SimQueue): SimLine {
  return { queue, waiting: [], servedAtMs: null, passedSinceMs: null }
}

export function insertInLine(lines: ReadonlyMap<string, SimLine>, entry: SimLine['waiting'][number]): void {
  const waiting = lines.get(entry.job.queue)?.waiting
  if (!waiting) throw new Error(`There is no queue ${entry.job.queue}.`)
  const behind = waiting.findIndex(
    (other) =>
      other.waiting.priority < entry.waiting.priority ||
      (other.waiting.priority === entry.waiting.priority && other.job.atMs > entry.job.atMs),
  )
  waiting.splice(behind < 0 ? waiting.length : behind, 0, entry)
}

/** The fair places of lib/jobs, as the database keeps them. */
export function makeFairness() {
  const finish = new Map<string, number>()
  const clock = new Map<Lane, number>()
  return {
    place({ id, person, lane, atMs }: SimJob, line: readonly { waiting: WaitingJob }[]): WaitingJob {
      const key = `${person} ${lane}`
      const head = line.find(({ waiting }) => waiting.lane === lane)?.waiting
      const headS = head ? startOfPriority(lane, head.priority) : null
      const before = { clockS: clock.get(lane) ?? 0, finishS: finish.get(key) ?? 0 }
      const { startsS, finishS } = fairStarts([{ costS, headS }], before)
      finish.set(key, finishS)
      return { id, lane, priority: priorityOf(lane, startsS[0] ?? 0), sinceMs: atMs }
    },
    started({ lane, priority }: WaitingJob): void {
      clock.set(lane, Math.max(clock.get(lane) ?? 0, startOfPriority(lane, priority)))
    },
  }
}

/** What every job costs its person in virtual time. */
const costS = 10
