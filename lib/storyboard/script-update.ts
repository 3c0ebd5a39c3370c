import type { TxCtx } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { Named } from './script/cast-in.ts'
import type { Before } from './script-before.ts'
import type { ImportScriptInput } from './script-input.ts'
import type { ImportCounts } from './script-rows.ts'

type How = { id: string; cast: readonly Named[]; castCount: number }

export async function updateFromScript(
  _tx: TxCtx,
  _input: ImportScriptInput,
  _how: How,
): Promise<{ counts: ImportCounts; before: Before }> {
  throw new AppError({ code: 'INVALID_INPUT', message: 'Not yet.' })
}
