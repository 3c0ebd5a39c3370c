import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { addCastMember } from '#lib/storyboard/cast-commands.ts'
import { listCast } from '#lib/storyboard/list-queries.ts'
import { addCastMemberInput } from '#lib/storyboard/look-model.ts'
import { listOfProjectInput } from '#lib/storyboard/model.ts'

export const GET = readRoute(listOfProjectInput, listCast)
export const POST = writeRoute(addCastMemberInput, addCastMember, { status: 201 })
