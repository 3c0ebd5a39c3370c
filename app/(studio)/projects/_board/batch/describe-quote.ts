import type { Quote } from '#lib/jobs/batch-model.ts'
import type { Quality } from '#lib/recipe/recipe.ts'

export type QuoteWords = {
  /** "37 pictures, in about 6 minutes on 2 GPUs." */
  headline: string
  /** What will not be begun yet. */
  waiting: string | undefined
  /** What will be made and not shown at once. */
  beside: string | undefined
  /** What is left out, and why. */
  skipped: string | undefined
  /** What cannot be made, one line for each reason. */
  cannot: { reason: string; count: number }[]
  /** Why not all of it can be asked for now. */
  refusal: string | undefined
}

/** Whether what was written is on the server, which counts, and whether the server can be reached. */
export type QuoteWait = { isSaved: boolean; isCutOff: boolean }

/** Why nothing is counted yet. */
export function describeQuoteWait({ isSaved, isCutOff }: QuoteWait): string {
  if (!isCutOff) return isSaved ? 'Counting…' : 'Saving what you wrote…'
  return isSaved
    ? 'No connection. It is counted as soon as the connection is back.'
    : 'No connection. What you wrote is kept in this browser, and counted as soon as the connection is back.'
}

/** What will be made, how long it takes, and what will not be, in words. */
export function describeQuote(quote: Quote, quality: Quality = 'final'): QuoteWords {
  const { count, seconds, gpus, waiting, room, beside, cannot, skipped } = quote
  const { locked, noPrompt, underWay } = skipped
  const left = [
    locked > 0 && `${locked} locked`,
    noPrompt > 0 && `${noPrompt} without a prompt`,
    underWay > 0 && `${underWay} under way already`,
  ].filter(Boolean)
  const apart =
    count === beside ? 'All of them lie' : `${beside.toLocaleString('en')} of them ${beside === 1 ? 'lies' : 'lie'}`
  const byReason = Map.groupBy(cannot, ({ reason }) => reason)
  return {
    headline: headlineOf({ count, seconds, gpus }, quality),
    waiting: waiting > 0 ? describeWaiting({ count, waiting }) : undefined,
    beside: beside > 0 ? `${count === 1 ? 'It lies' : apart} beside a final that is up to date.` : undefined,
    skipped: left.length === 0 ? undefined : `Left out: ${left.join(', ')}.`,
    cannot: [...byReason].map(([reason, those]) => ({ reason, count: those.length })),
    refusal:
      count > room
        ? `${pictures(room, quality)} more may wait now. Wait until some are made, or choose fewer.`
        : undefined,
  }
}

function headlineOf({ count, seconds, gpus }: Pick<Quote, 'count' | 'seconds' | 'gpus'>, quality: Quality): string {
  if (count === 0) return 'There is nothing to make.'
  const where = gpus === 0 ? '' : gpus === 1 ? ' on one GPU' : ` on ${gpus} GPUs`
  const time = seconds === null ? ', as soon as a GPU is there' : `, ${describeLength(seconds)}${where}`
  return `${pictures(count, quality)}${time}.`
}

/** They may be asked for all the same, and begin by themselves. */
function describeWaiting({ count, waiting }: Pick<Quote, 'count' | 'waiting'>): string {
  const [who, wait] = [count === 1 ? 'It' : 'All of them', count === 1 ? 'waits' : 'wait']
  const some = `${waiting.toLocaleString('en')} of them ${waiting === 1 ? 'waits' : 'wait'}`
  return `${waiting === count ? `${who} ${wait}` : some}: no GPU that can make ${waiting === 1 ? 'it' : 'them'} takes anything now.`
}

export function pictures(count: number, quality: Quality = 'final'): string {
  const one = quality === 'draft' ? 'draft' : 'picture'
  return count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${one}s`
}

/** Coarse, because it is a guess. */
export function describeLength(seconds: number): string {
  if (seconds <= 55) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} seconds`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return minutes === 1 ? 'about a minute' : `about ${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return `about ${hours} hours`
}
