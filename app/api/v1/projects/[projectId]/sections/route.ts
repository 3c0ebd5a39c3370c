import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { listSections } from '#lib/storyboard/list-queries.ts'
import { addSectionInput, listOfProjectInput } from '#lib/storyboard/model.ts'
import { addSection } from '#lib/storyboard/section-commands.ts'

export const GET = readRoute(listOfProjectInput, listSections)
export const POST = writeRoute(addSectionInput, addSection, { status: 201 })
