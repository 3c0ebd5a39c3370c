import { errorAnswer } from '#app/_server/answers.ts'
import { AppError } from '#lib/runtime/errors.ts'

/** Programs are told in JSON that there is nothing here, not with a page. */
function answer(request: Request): Response {
  return errorAnswer(
    new AppError({
      code: 'NOT_FOUND',
      message: `There is nothing at ${new URL(request.url).pathname}.`,
      suggestion: 'docs/api.md lists what there is.',
    }),
  )
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT }
