import type { MenuItem } from '#app/_ui/menu.tsx'
import type { BoardActs } from './board-acts.ts'
import { boardCommands } from './board-commands.ts'

/** Some of the board's commands for a menu, by their ids and in this order, with the keys they have. */
export function menuItems(acts: BoardActs, ids: readonly string[]): MenuItem[] {
  return ids.flatMap((id) => {
    const command = boardCommands.find((one) => one.id === id)
    if (!command) return []
    const [keys] = command.keys ?? []
    return [{ label: command.title, ...(keys !== undefined && { keys }), onSelect: () => command.run(acts) }]
  })
}
