import { expect, it } from 'vitest'
import { boardCommands } from './board-commands.ts'

it('no key means two things, and no two commands have one name', () => {
  const keys = boardCommands.flatMap((command) => command.keys ?? [])
  expect(keys).toEqual([...new Set(keys)])
  for (const name of ['id', 'title'] as const) {
    const names = boardCommands.map((command) => command[name])
    expect(names).toEqual([...new Set(names)])
  }
})
