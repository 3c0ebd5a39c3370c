import type { Instrumentation } from 'next'

/** What fails while a page is made is logged like everything else, under the digest that the page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  const { processParts } = await import('#lib/runtime/process-parts.ts')
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined
  processParts().log.error({ err: error, digest, path: request.path }, 'A page could not be made')
}
