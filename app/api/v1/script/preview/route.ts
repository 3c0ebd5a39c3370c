import { previewScript } from '#app/_server/preview-route.ts'

export const POST = previewScript
