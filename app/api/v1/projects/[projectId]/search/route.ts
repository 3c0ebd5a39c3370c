import { readRoute } from '#app/_server/route.ts'
import { searchInput } from '#lib/storyboard/search-model.ts'
import { searchTakes } from '#lib/storyboard/search-takes.ts'

/** `q` is what is searched for. */
export const GET = readRoute(searchInput, searchTakes)
