/** A LoRA and how strongly it works. */
export type Lora = { name: string; weight: number }

/** Somebody or something of the cast, as far as it determines a picture. */
export type RecipeCast = {
  id: string
  kind: 'character' | 'place' | 'prop'
  name: string
  look: string
  triggerWords: string
  loras: readonly Lora[]
  /** Pictures, by the hash of their bytes. */
  references: readonly string[]
}

export const recipeKinds = ['image', 'image_to_image', 'upscale', 'video'] as const
export type RecipeKind = (typeof recipeKinds)[number]

/**
 * All that determines a take: ingredients, not what is composed of them, so that a later version that composes otherwise makes
 * nothing stale.
 */
export type Recipe = {
  kind: RecipeKind
  workflow: string
  /** The sentence's own prompt: the scene and only the scene. */
  scene: string
  style: string
  negative: string
  cast: readonly RecipeCast[]
  /** The project's LoRAs; the cast's own come first, and take their place where there are any. */
  loras: readonly Lora[]
  size: { width: number; height: number }
  steps: number | null
  cfg: number | null
  /** Only a pinned seed is part of what determines a picture. In decimal, because it goes to 2^64-1. */
  seed: string | null
  /** The take it starts from. */
  source: string | null
  /** Only a draft says so: what was written down before there were any is a final. */
  quality?: 'draft'
  /**
   * Which of the pictures that one seed draws in one go is wanted, made alone; left out for the first. Like a seed that was
   * drawn, it says what was made and asks for nothing, so it is no part of the hash and makes nothing stale.
   */
  pictureIndex?: number
}

export type Quality = 'draft' | 'final'
