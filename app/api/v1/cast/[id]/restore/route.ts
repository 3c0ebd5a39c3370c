import { writeRoute } from '#app/_server/write-route.ts'
import { restoreCastMember } from '#lib/storyboard/cast-commands.ts'
import { castMemberInput } from '#lib/storyboard/look-model.ts'

export const POST = writeRoute(castMemberInput, restoreCastMember)
