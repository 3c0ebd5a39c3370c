import { NodeFailure } from '../execution/failures.ts'
import type { Images } from '../pictures/images.ts'
import type { Clip, Conditioning, Latent, Model, Value, Video } from './values.ts'

export type RawInputs = Record<string, Value>

type ValueOf<K extends Value['kind']> = Extract<Value, { kind: K }>

/** What a node was given, read by name and kind. A missing input fails the way a Python call without it fails. */
export type Inputs = ReturnType<typeof readInputs>

export function readInputs(classType: string, raw: RawInputs) {
  const find = <K extends Value['kind']>(name: string, kind: K): ValueOf<K> | undefined => {
    const value = raw[name]
    // The kind was just compared, which the compiler does not carry over to the generic.
    return value?.kind === kind ? (value as ValueOf<K>) : undefined
  }
  const demand = <K extends Value['kind']>(name: string, kind: K): ValueOf<K> => {
    const value = find(name, kind)
    if (value) return value
    const problem = raw[name]
      ? `got an unexpected value for '${name}'`
      : `missing 1 required positional argument: '${name}'`
    throw new NodeFailure('TypeError', `${classType}.execute() ${problem}`)
  }
  const plainOf = (name: string): unknown => find(name, 'plain')?.value

  return {
    raw,
    has: (name: string): boolean => raw[name] !== undefined,
    images: (name: string): Images => demand(name, 'images').images,
    optionalImages: (name: string): Images | undefined => find(name, 'images')?.images,
    mask: (name: string): Images => demand(name, 'mask').images,
    model: (name = 'model'): Model => demand(name, 'model'),
    clip: (name = 'clip'): Clip => demand(name, 'clip'),
    conditioning: (name: string): Conditioning => demand(name, 'conditioning'),
    optionalConditioning: (name: string): Conditioning | undefined => find(name, 'conditioning'),
    latent: (name: string): Latent => demand(name, 'latent'),
    video: (name: string): Video => demand(name, 'video'),
    demand,
    number(name: string, otherwise = 0): number {
      const value = plainOf(name)
      const number = typeof value === 'bigint' || typeof value === 'string' ? Number(value) : value
      return typeof number === 'number' && !Number.isNaN(number)
        ? number
        : typeof value === 'boolean'
          ? +value
          : otherwise
    },
    whole(name: string, otherwise = 0): number {
      return Math.trunc(this.number(name, otherwise))
    },
    seed(name: string): bigint {
      const value = plainOf(name)
      if (typeof value === 'bigint') return value
      if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value))
      return typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? BigInt(value.trim()) : 0n
    },
    text(name: string, otherwise = ''): string {
      const value = plainOf(name)
      return value === undefined || value === null ? otherwise : String(value)
    },
    flag(name: string, otherwise = false): boolean {
      const value = plainOf(name)
      return value === undefined ? otherwise : Boolean(value)
    },
  }
}
