/** Classes that look for an uploaded file themselves, so that its name need not be in their list. */
export const fileInputs: Readonly<Record<string, { input: string; kind: string }>> = {
  LoadImage: { input: 'image', kind: 'image' },
  LoadImageMask: { input: 'image', kind: 'image' },
  LoadImageOutput: { input: 'image', kind: 'image' },
  LoadVideo: { input: 'file', kind: 'video' },
  LoadAudio: { input: 'audio', kind: 'audio' },
  LoadLatent: { input: 'latent', kind: 'latent' },
  VHS_LoadVideo: { input: 'video', kind: 'video' },
}

export function takesUpload(classType: string, input: string): boolean {
  return Object.hasOwn(fileInputs, classType) && fileInputs[classType]?.input === input
}
