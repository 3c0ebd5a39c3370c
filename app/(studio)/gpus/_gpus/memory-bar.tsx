import type { GpuRow } from '#lib/jobs/gpu-model.ts'

/** How much of a GPU's memory is taken, by whatever. */
export function MemoryBar({ memory }: { memory: GpuRow['memory'] }) {
  const usedGb = memory ? Math.max(0, memory.totalGb - memory.freeGb) : 0
  const share = memory ? Math.min(1, usedGb / memory.totalGb) : 0
  const text = memory ? `${usedGb.toFixed(1)} of ${memory.totalGb.toFixed(0)} GB` : 'not known'
  return (
    <div className="flex h-8 items-center gap-3">
      <svg role="img" aria-label={`Memory taken: ${text}`} className="h-1.5 min-w-0 grow rounded-full">
        <rect width="100%" height="100%" fill="var(--line)" />
        <rect width={`${share * 100}%`} height="100%" rx="3" fill="var(--line-strong)" />
      </svg>
      <span aria-hidden className="w-22 shrink-0 text-faint text-sm tabular-nums">
        {text}
      </span>
    </div>
  )
}
