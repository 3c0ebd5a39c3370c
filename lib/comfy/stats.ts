import { fieldsOf, isFields, listOf, numberOf, textOf } from './fields.ts'

export type ComfyStats = {
  version: string | undefined
  os: string | undefined
  ramTotalBytes: number | undefined
  ramFreeBytes: number | undefined
  devices: ComfyDevice[]
}

export type ComfyDevice = {
  name: string
  /** `cuda`, `mps`, `cpu` and the like. */
  type: string
  vramTotalBytes: number | undefined
  vramFreeBytes: number | undefined
}

/** Out of `GET /system_stats`; undefined for what no ComfyUI says. */
export function readStats(body: unknown): ComfyStats | undefined {
  const { system, devices } = fieldsOf(body)
  if (!isFields(system)) return undefined
  return {
    version: textOf(system.comfyui_version),
    os: textOf(system.os),
    ramTotalBytes: numberOf(system.ram_total),
    ramFreeBytes: numberOf(system.ram_free),
    devices: listOf(devices)
      .map(fieldsOf)
      .map((device) => ({
        name: textOf(device.name) ?? 'unnamed',
        type: textOf(device.type) ?? 'unknown',
        vramTotalBytes: numberOf(device.vram_total),
        vramFreeBytes: numberOf(device.vram_free),
      })),
  }
}
