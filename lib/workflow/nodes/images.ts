import {
  batchSize,
  bool,
  files,
  float,
  fraction,
  image,
  int,
  latent,
  link,
  maxSide,
  type NodeEntry,
  oneOf,
  scaleMethods,
  side,
  text,
} from './entry.ts'

const core = { pythonModule: 'nodes', category: 'image' } as const
const extra = (module: string) => ({ pythonModule: `comfy_extras.${module}`, category: 'image', isV3: true })
const saves = { hidden: ['prompt', 'extra_pnginfo'], isOutput: true } as const
const anySide = (min: number, value = 512) => int({ default: value, min, max: maxSide, step: 1 })
const mask = link('MASK')
const mostInt64 = 9_223_372_036_854_775_807n

/** The classes that make, read, change and save pictures. Most need no model. */
export const imageNodes: Record<string, NodeEntry> = {
  LoadImage: {
    ...core,
    title: 'Load Image',
    required: { image: files('input_images', { image_upload: true }) },
    outputs: ['IMAGE', 'MASK'],
  },
  LoadImageMask: {
    ...core,
    title: 'Load Image (as Mask)',
    required: {
      image: files('input_images', { image_upload: true }),
      channel: oneOf(['alpha', 'red', 'green', 'blue']),
    },
    outputs: ['MASK'],
  },
  SaveImage: {
    ...core,
    ...saves,
    title: 'Save Image',
    required: { images: image, filename_prefix: text({ default: 'ComfyUI' }) },
    outputs: ['IMAGE'],
    outputNames: ['images'],
  },
  PreviewImage: {
    ...core,
    ...saves,
    title: 'Preview Image',
    required: { images: image },
    outputs: ['IMAGE'],
    outputNames: ['images'],
  },
  SaveImageWebsocket: {
    pythonModule: 'custom_nodes.websocket_image_save',
    category: 'image',
    title: 'Save Image (Websocket)',
    isOutput: true,
    required: { images: image },
    outputs: [],
  },
  ImageScale: {
    ...core,
    title: 'Upscale Image',
    required: {
      image,
      upscale_method: oneOf(scaleMethods),
      width: anySide(0),
      height: anySide(0),
      crop: oneOf(['disabled', 'center']),
    },
    outputs: ['IMAGE'],
  },
  ImageScaleBy: {
    ...core,
    title: 'Upscale Image By',
    required: {
      image,
      upscale_method: oneOf(scaleMethods),
      scale_by: float({ default: 1, min: 0.01, max: 8, step: 0.01 }),
    },
    outputs: ['IMAGE'],
  },
  ImageScaleToTotalPixels: {
    ...extra('nodes_post_processing'),
    title: 'Scale Image to Total Pixels',
    required: {
      image,
      upscale_method: oneOf(scaleMethods),
      megapixels: float({ default: 1, min: 0.01, max: 16, step: 0.01 }),
      resolution_steps: int({ advanced: true, default: 1, min: 1, max: 256 }),
    },
    outputs: ['IMAGE'],
  },
  ImageCrop: {
    ...extra('nodes_images'),
    title: 'Crop Image (DEPRECATED)',
    required: { image, width: anySide(1), height: anySide(1), x: anySide(0, 0), y: anySide(0, 0) },
    outputs: ['IMAGE'],
  },
  ImageInvert: { ...core, title: 'Invert Image Colors', required: { image }, outputs: ['IMAGE'] },
  ImageBatch: { ...core, title: 'Batch Images', required: { image1: image, image2: image }, outputs: ['IMAGE'] },
  BatchImagesNode: {
    ...extra('nodes_post_processing'),
    title: 'Batch Images',
    required: {
      images: link('COMFY_AUTOGROW_V3', {
        template: { input: { required: { image: ['IMAGE', {}] } }, prefix: 'image', min: 1, max: 50 },
      }),
    },
    outputs: ['IMAGE'],
  },
  ImageFromBatch: {
    ...extra('nodes_images'),
    title: 'Get Image from Batch',
    required: {
      image,
      batch_index: int({ default: 0, min: -maxSide, max: maxSide }),
      length: int({ default: 1, min: 1, max: 4096 }),
    },
    outputs: ['IMAGE'],
  },
  ImageUpscaleWithModel: {
    ...extra('nodes_upscale_model'),
    title: 'Upscale Image (using Model)',
    required: { upscale_model: link('UPSCALE_MODEL'), image },
    outputs: ['IMAGE'],
  },
  ImageCompositeMasked: {
    ...extra('nodes_mask'),
    title: 'Image Composite Masked',
    required: {
      destination: image,
      source: image,
      x: anySide(0, 0),
      y: anySide(0, 0),
      resize_source: bool({ default: false }),
    },
    optional: { mask },
    outputs: ['IMAGE'],
  },
  GetImageSize: {
    ...extra('nodes_images'),
    title: 'Get Image Size',
    required: { image },
    hidden: ['unique_id'],
    outputs: ['INT', 'INT', 'INT'],
    outputNames: ['width', 'height', 'batch_size'],
  },
  EmptyImage: {
    ...core,
    title: 'Empty Image',
    required: {
      width: side(512, 1, 1),
      height: side(512, 1, 1),
      batch_size: batchSize,
      color: int({ default: 0, min: 0, max: 0xff_ff_ff, step: 1, display: 'color' }),
    },
    outputs: ['IMAGE'],
  },
  SolidMask: {
    ...extra('nodes_mask'),
    title: 'Create Solid Mask',
    required: { value: fraction(1), width: side(512, 1, 1), height: side(512, 1, 1) },
    outputs: ['MASK'],
  },
  MaskToImage: { ...extra('nodes_mask'), title: 'Convert Mask to Image', required: { mask }, outputs: ['IMAGE'] },
  ImageToMask: {
    ...extra('nodes_mask'),
    title: 'Convert Image to Mask',
    required: { image, channel: oneOf(['red', 'green', 'blue', 'alpha']) },
    outputs: ['MASK'],
  },
  Canny: {
    ...extra('nodes_canny'),
    title: 'Detect Edges (Canny)',
    required: {
      image,
      low_threshold: float({ default: 0.4, min: 0.01, max: 0.99, step: 0.01 }),
      high_threshold: float({ default: 0.8, min: 0.01, max: 0.99, step: 0.01 }),
    },
    outputs: ['IMAGE'],
  },
  PreviewAny: {
    pythonModule: 'comfy_extras.nodes_preview_any',
    category: 'utilities',
    title: 'Preview as Text',
    isOutput: true,
    required: { source: link('*') },
    outputs: ['STRING'],
  },
  SaveLatent: {
    ...core,
    ...saves,
    title: 'Save Latent',
    required: { samples: latent, filename_prefix: text({ default: 'latents/ComfyUI' }) },
    outputs: ['LATENT'],
    outputNames: ['samples'],
  },
  PrimitiveInt: {
    ...extra('nodes_primitive'),
    title: 'Int',
    required: { value: int({ min: -mostInt64, max: mostInt64, control_after_generate: 'fixed' }) },
    outputs: ['INT'],
  },
  PrimitiveString: { ...extra('nodes_primitive'), title: 'Text', required: { value: text() }, outputs: ['STRING'] },
}
