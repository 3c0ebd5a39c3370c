import { classes } from '#app/_ui/classes.ts'
import type { GpuState } from '#lib/jobs/gpu-model.ts'
import { lookOf } from './describe-gpus.ts'

const looks = {
  working: 'bg-accent',
  idle: 'bg-ok',
  // Told from the others by its shape as well.
  resting: 'border-2 border-line-strong bg-transparent',
  troubled: 'bg-danger',
} as const

export function GpuDot({ state, className }: { state: GpuState; className?: string }) {
  return <span aria-hidden className={classes('size-2.5 shrink-0 rounded-full', looks[lookOf(state)], className)} />
}
