import { Image as ImageIcon } from 'lucide-react'
import { cardSizes } from './view-state.ts'

/** How large the cards are. */
export function SizeSlider({ size, onChange }: { size: number; onChange(size: number): void }) {
  return (
    <label className="flex h-8 shrink-0 items-center gap-2 px-1 text-muted max-md:h-11">
      <ImageIcon size={12} aria-hidden />
      <input
        type="range"
        aria-label="Size of the cards"
        aria-valuetext={`${size} pixels`}
        min={cardSizes.least}
        max={cardSizes.most}
        step={cardSizes.step}
        value={size}
        onChange={(event) => onChange(Number(event.target.value))}
        className="w-24 accent-accent max-md:w-20"
      />
      <ImageIcon size={18} aria-hidden />
    </label>
  )
}
