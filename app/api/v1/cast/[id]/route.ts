import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { deleteCastMember, updateCastMember } from '#lib/storyboard/cast-commands.ts'
import { readMember } from '#lib/storyboard/list-queries.ts'
import { castMemberInput, updateCastMemberInput } from '#lib/storyboard/look-model.ts'
import { castKeys } from '#lib/storyboard/row-keys.ts'

export const GET = readRoute(castMemberInput, readMember)
export const PATCH = writeRoute(updateCastMemberInput, updateCastMember, { row: castKeys })
export const DELETE = writeRoute(castMemberInput, deleteCastMember)
