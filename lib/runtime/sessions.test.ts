import { expect, it } from 'vitest'
import { requireSessions } from './sessions.ts'

/** As a pooler lends its sessions: the one that was given back last goes out first. */
function aPooler(free: number[], mode: 'session' | 'transaction') {
  return () => {
    let held: number | undefined
    return {
      query: async (sql: string) => {
        const pid = held ?? free.pop()
        if (pid === undefined) throw new Error('All sessions are out.')
        const isKept = mode === 'session' || sql === 'begin' || (held !== undefined && sql !== 'rollback')
        held = isKept ? pid : undefined
        if (!isKept) free.push(pid)
        return { rows: [{ pid }] }
      },
    }
  }
}

it.each([[[1]], [[1, 2]], [[1, 2, 3]]])('refuses a pooler in transaction mode with the sessions %j', async (free) => {
  const connect = aPooler([...free], 'transaction')
  await expect(requireSessions(connect(), connect())).rejects.toMatchObject({
    code: 'DATABASE_UNSUITABLE',
    message: expect.stringContaining('transaction mode'),
    suggestion: expect.stringContaining('session mode'),
  })
})

it('refuses one that others use at the same time', async () => {
  const free = [1, 2, 3]
  const connect = aPooler(free, 'transaction')
  const [first, second] = [connect(), connect()]
  const crowded = {
    query: async (sql: string) => {
      // Meanwhile others use what has just been given back, so that the second gets another.
      const answer = await first.query(sql)
      free.unshift(...free.splice(-1))
      return answer
    },
  }
  await expect(requireSessions(crowded, second)).rejects.toMatchObject({ code: 'DATABASE_UNSUITABLE' })
})

it('takes one in session mode', async () => {
  const connect = aPooler([1, 2], 'session')
  await requireSessions(connect(), connect())
})
