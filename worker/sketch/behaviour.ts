import { z } from 'zod'

const times = z.number().int().min(1).nullable().default(null)

/**
 * What a sketch server does besides the ordinary: how long things take, and what goes wrong. Set at the start, and at any
 * time through the admin endpoint. `times` counts down; null means until it is switched off.
 */
export const behaviourSchema = z.strictObject({
  /** One sampler step. */
  stepMs: z.number().min(0).default(0),
  /** One tile of a tiled encode or decode. */
  tileMs: z.number().min(0).default(0),
  /** Pictures are drawn with an eighth of their rows and columns, and enlarged: for tests, which look at none. */
  isCoarse: z.boolean().default(false),
  /** Loading a model that is not in memory. */
  modelLoadMs: z.number().min(0).default(0),
  /** The same for models by file name, before `modelLoadMs`. */
  modelLoadMsOf: z.record(z.string(), z.number().min(0)).default({}),
  /** What the pretended card holds. A run that needs more fails as one on a real card does. */
  memoryGb: z.number().positive().default(96),
  /** The node, by id or class, that fails when it runs. */
  failAt: z
    .strictObject({
      node: z.string(),
      message: z.string().default('The sketch server was asked to fail here.'),
      exceptionType: z.string().default('RuntimeError'),
      /** Puts a NaN into the error's inputs, as Python does. */
      hasNaN: z.boolean().default(false),
      times,
    })
    .nullable()
    .default(null),
  /** The run stops making progress until this is false again. */
  isStalled: z.boolean().default(false),
  /** Requests whose path starts so are answered with a plain 500. */
  httpErrors: z
    .strictObject({ path: z.string().default('/'), status: z.number().int().min(400).max(599).default(500), times })
    .nullable()
    .default(null),
  /** Requests whose path starts so are accepted and never answered. */
  silentPath: z.string().nullable().default(null),
  /** Requests whose path starts so are answered with 200 and something else than ComfyUI says. */
  nonsensePath: z.string().nullable().default(null),
  /** What happens to files on their way out of /view. */
  downloads: z
    .strictObject({
      bytesPerSecond: z.number().positive().nullable().default(null),
      /** The connection breaks after this share of the bytes. */
      truncateAfter: z.number().min(0).max(1).nullable().default(null),
      /** Whole in length and type, broken inside. */
      isCorrupt: z.boolean().default(false),
      times,
    })
    .nullable()
    .default(null),
  /** Between `execution_success` and the history entry. */
  historyDelayMs: z.number().min(0).default(0),
  /** The socket is cut when this node, by id or class, starts. */
  dropSocketsAt: z.string().nullable().default(null),
  /** What is sent when a prompt does not say: ComfyUI's --preview-method. */
  previewMethod: z.enum(['none', 'auto', 'latent2rgb', 'taesd']).default('none'),
  /** Whether results are kept between prompts. */
  isCaching: z.boolean().default(true),
  /** Node classes that this server pretends not to have. */
  missingNodes: z.array(z.string()).default([]),
  /** Model names by folder, instead of the usual ones of that folder. */
  models: z.record(z.string(), z.array(z.string())).default({}),
})

export type Behaviour = z.infer<typeof behaviourSchema>

export type SketchSpeed = 'realtime' | 'instant'

/** Realtime feels like a fast card: a step in a twelfth of a second, a checkpoint in a second and a half. */
const paceOf = {
  realtime: { stepMs: 80, tileMs: 0.4, modelLoadMs: 1_500 },
  instant: { stepMs: 0, tileMs: 0, modelLoadMs: 0 },
} as const satisfies Record<SketchSpeed, Partial<Behaviour>>

export function createBehaviour(speed: SketchSpeed, given: Partial<Behaviour> = {}): Behaviour {
  return behaviourSchema.parse({ ...paceOf[speed], ...given })
}

/** Counts one use of a fault and says whether this was the last. */
export function spend(fault: { times: number | null }): { isSpent: boolean } {
  if (fault.times === null) return { isSpent: false }
  fault.times -= 1
  return { isSpent: fault.times <= 0 }
}
