import type { Quote } from '#lib/jobs/batch-model.ts'

export type QuoteWords = {
  /** "37 pictures, in about 6 minutes on 2 GPUs." */
  headline: string
  /** What is left out, and why. */
  skipped: string | undefined
  /** What cannot be made, one line for each reason. */
  cannot: { reason: string; count: number }[]
  /** Why not all of it can be asked for now. */
  refusal: string | undefined
}

/** What will be made, how long it takes, and what will not be, in words. */
export function describeQuote({ count, seconds, gpus, room, cannot, skipped }: Quote): QuoteWords {
  const { locked, noPrompt, underWay } = skipped
  const left = [
    locked > 0 && `${locked} locked`,
    noPrompt > 0 && `${noPrompt} without a prompt`,
    underWay > 0 && `${underWay} under way already`,
  ].filter(Boolean)
  const byReason = Map.groupBy(cannot, ({ reason }) => reason)
  return {
    headline: headlineOf({ count, seconds, gpus }),
    skipped: left.length === 0 ? undefined : `Left out: ${left.join(', ')}.`,
    cannot: [...byReason].map(([reason, those]) => ({ reason, count: those.length })),
    refusal:
      count > room ? `${pictures(room)} more may wait now. Wait until some are made, or choose fewer.` : undefined,
  }
}

function headlineOf({ count, seconds, gpus }: Pick<Quote, 'count' | 'seconds' | 'gpus'>): string {
  if (count === 0) return 'There is nothing to make.'
  const where = gpus === 0 ? '' : gpus === 1 ? ' on one GPU' : ` on ${gpus} GPUs`
  const time = seconds === null ? ', as soon as a GPU is there' : `, ${describeLength(seconds)}${where}`
  return `${pictures(count)}${time}.`
}

export function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${count.toLocaleString('en')} pictures`
}

/** Coarse, because it is a guess. */
export function describeLength(seconds: number): string {
  if (seconds <= 55) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} seconds`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return minutes === 1 ? 'about a minute' : `about ${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return `about ${hours} hours`
}
