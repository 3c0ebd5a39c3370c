import { z } from 'zod'
import { pageFields } from '#lib/runtime/paging.ts'

const flag = (label: string) => z.enum(['true', 'false'], { error: `${label} is true or false.` }).optional()

/** Those that are there, those that were archived, or those that were deleted. */
export const listProjectsInput = z.object({ ...pageFields, archived: flag('Archived'), deleted: flag('Deleted') })
