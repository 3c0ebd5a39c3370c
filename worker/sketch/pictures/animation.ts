import sharp from 'sharp'
import type { Images } from './images.ts'

export async function encodeAnimation(input: { images: Images; fps: number; format: 'webp' | 'gif' }): Promise<Buffer> {
  const { images, fps, format } = input
  const frames: Uint8Array[] = []
  for (let index = 0; index < images.count; index++) frames.push((await images.frame(index)).data)
  // An animation goes into sharp as one tall strip with its page height.
  const raw = {
    width: images.width,
    height: images.height * images.count,
    channels: 3,
    pageHeight: images.height,
  } as const
  const delay = Array.from({ length: images.count }, () => Math.round(1000 / fps))
  return await sharp(Buffer.concat(frames), { raw }).toFormat(format, { delay, loop: 0 }).toBuffer()
}
