import type { KernelEnum } from 'sharp'
import { fromSharp, type Images, mapImages, type Picture, type Size, toSharp } from './images.ts'

const kernelOf: Record<string, keyof KernelEnum> = {
  'nearest-exact': 'nearest',
  bilinear: 'linear',
  area: 'linear',
  bicubic: 'cubic',
  bislerp: 'cubic',
  lanczos: 'lanczos3',
}

/** ComfyUI's ImageScale: stretched, or the middle of it cut to the asked shape first. */
export function resizeImages(images: Images, to: Size & { method: string; isCropped: boolean }): Images {
  if (to.width === images.width && to.height === images.height) return images
  return mapImages(images, to, (picture) => resizePicture(picture, to))
}

export async function resizePicture(
  picture: Picture,
  to: Size & { method: string; isCropped?: boolean },
): Promise<Picture> {
  const { width, height, method, isCropped = false } = to
  const kernel = kernelOf[method] ?? 'lanczos3'
  const fit = isCropped ? 'cover' : 'fill'
  return await fromSharp(toSharp(picture).resize({ width, height, fit, kernel }))
}

/** One side 0 keeps the shape; both leave the picture as it is. */
export function completeSize(size: Size, of: Size): Size {
  if (size.width === 0 && size.height === 0) return of
  if (size.width === 0) return { ...size, width: Math.max(1, Math.round((of.width * size.height) / of.height)) }
  if (size.height === 0) return { ...size, height: Math.max(1, Math.round((of.height * size.width) / of.width)) }
  return size
}

/** The part of the picture that lies in the frame; ComfyUI moves a corner that is outside back in. */
export function cropImages(images: Images, frame: Size & { x: number; y: number }): Images {
  const left = Math.min(frame.x, images.width - 1)
  const top = Math.min(frame.y, images.height - 1)
  const width = Math.min(frame.width, images.width - left)
  const height = Math.min(frame.height, images.height - top)
  return mapImages(images, { width, height }, (picture) =>
    fromSharp(toSharp(picture).extract({ left, top, width, height })),
  )
}
