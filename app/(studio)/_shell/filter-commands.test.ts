import { expect, it } from 'vitest'
import { filterCommands } from './filter-commands.ts'

const commands = [
  ['Projects', 'Go to'],
  ['System', 'Go to'],
  ['New project', 'Do'],
  ['Übersicht', 'Go to'],
  ['The long way home', 'Project'],
].map(([title = '', group = '']) => ({ title, group }))

it.each([
  ['', ['Projects', 'System', 'New project', 'Übersicht', 'The long way home']],
  ['  ', ['Projects', 'System', 'New project', 'Übersicht', 'The long way home']],
  ['new', ['New project']],
  ['pro', ['Projects', 'New project', 'The long way home']],
  ['project new', ['New project']],
  ['go to sys', ['System']],
  ['home LONG', ['The long way home']],
  ['über', ['Übersicht']],
  ['x.*', []],
  ['projectss', []],
])('"%s" finds %j', (text, expected) => {
  expect(filterCommands(commands, text).map((command) => command.title)).toEqual(expected)
})

it('leaves the list it was given alone', () => {
  const copy = [...commands]
  filterCommands(commands, 'pro')
  filterCommands(commands, '').pop()
  expect(commands).toEqual(copy)
})
