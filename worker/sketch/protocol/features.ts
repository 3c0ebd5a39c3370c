/** The largest body that any route takes, as ComfyUI's --max-upload-size. */
export const maxUploadBytes = 100 * 1024 * 1024

export const features = {
  supports_preview_metadata: true,
  supports_model_type_tags: true,
  max_upload_size: maxUploadBytes,
  extension: { manager: { supports_v4: true } },
  node_replacements: true,
  assets: false,
}

/** The version whose protocol this is; clients ask for it to know what they may use. */
export const comfyuiVersion = '0.33.0'
