/** Alive: this process answers. Asked by what restarts it, so it depends on nothing else. */
export function GET(): Response {
  return Response.json({ status: 'alive' })
}

export const dynamic = 'force-dynamic'
