import type { SizeRules } from './manifest.ts'
import type { PictureSize } from './request.ts'

/** No model draws anything useful below this. */
const shortestSide = 64

type SizeRequest = {
  rules: SizeRules
  asked?: PictureSize | undefined
  longest?: number | undefined
  /** Of each side: less than 1 for a draft. */
  share?: number
}

/**
 * What to render for a size that was asked for: the same size when the model can do it, else the same shape at as many pixels as
 * the model draws best, in steps the model needs. What is rendered is then brought to the size asked for.
 */
export function planRenderedSize({ rules, asked, longest, share = 1 }: SizeRequest): PictureSize {
  const wanted = asked ?? { width: rules.width, height: rules.height }
  const limit = Math.min(rules.longest, longest ?? rules.longest)
  // What nobody asked about stays as the workflow has it.
  if (!asked && share === 1 && Math.max(wanted.width, wanted.height) <= limit) return wanted
  const whole = scaleToPixels(rules, wanted)
  const scale = Math.min(
    whole * shareOf(rules, { share, whole, wanted }),
    limit / Math.max(wanted.width, wanted.height),
  )
  // A size the model can do is rendered no smaller than asked, up to the limit: what is too much is cropped.
  const round = scale === 1 || share < 1 ? Math.ceil : Math.round
  const toSteps = (side: number) => {
    const inSteps = round((side * scale) / rules.multiple) * rules.multiple
    const most = Math.floor(limit / rules.multiple) * rules.multiple
    const least = Math.ceil(shortestSide / rules.multiple) * rules.multiple
    return Math.max(least, Math.min(most, inSteps))
  }
  return { width: toSteps(wanted.width), height: toSteps(wanted.height) }
}

function scaleToPixels({ pixels }: SizeRules, { width, height }: PictureSize): number {
  const area = width * height
  if (!pixels || (area >= pixels.min && area <= pixels.max)) return 1
  return Math.sqrt(pixels.best / area)
}

type Sharing = { share: number; whole: number; wanted: PictureSize }

/** So much of it that the model still draws well; all of it, when that is already less. */
function shareOf({ pixels }: SizeRules, { share, whole, wanted }: Sharing): number {
  const least = pixels ? Math.sqrt(pixels.min / (wanted.width * wanted.height)) / whole : 0
  return Math.min(1, Math.max(share, least))
}
