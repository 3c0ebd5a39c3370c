import type { Quote } from '#lib/jobs/batch-model.ts'
import type { Quality } from '#lib/recipe/recipe.ts'
import { describeQuote, describeQuoteWait, pictures, type QuoteWait } from './describe-quote.ts'

type QuotePanelProps = { quote: Quote | undefined; quality: Quality } & QuoteWait

/** What was chosen comes to. As tall before it is known as after. */
export function QuotePanel({ quote, quality, isSaved, isCutOff }: QuotePanelProps) {
  const words = quote && describeQuote(quote, quality)
  return (
    <div role="status" className="flex min-h-28 flex-col gap-1 rounded-md border border-line bg-canvas p-3">
      {!words && <p className="text-muted">{describeQuoteWait({ isSaved, isCutOff })}</p>}
      {words && (
        <>
          <p className="font-medium text-lg">{words.headline}</p>
          {words.waiting && <p>{words.waiting}</p>}
          {words.beside && <p className="text-muted">{words.beside}</p>}
          {words.refusal && <p className="text-danger">{words.refusal}</p>}
          {words.skipped && <p className="text-muted">{words.skipped}</p>}
          {words.cannot.map(({ reason, count }) => (
            <p key={reason} className="text-danger">
              {pictures(count, quality)} cannot be made: {reason}
            </p>
          ))}
        </>
      )}
    </div>
  )
}
