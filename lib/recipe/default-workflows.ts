import type { RecipeKind } from './recipe.ts'

/**
 * What is used where nobody chose a workflow; a test holds it to workflows/manifest.yaml. A project writes its own down when it
 * is made, so that another default for pictures makes none of its pictures stale.
 */
export const defaultWorkflows: Readonly<Record<RecipeKind, string>> = {
  image: 'flux-2',
  image_to_image: 'flux_img2img',
  upscale: 'upscale_esrgan',
  video: 'wan22_i2v',
}
