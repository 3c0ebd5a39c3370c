import type { LineStatus, OutboxState } from './outbox.ts'

/** `undecided`: a person has to choose between two texts. `unkept`: only this tab knows what is not sent yet. */
export type SaveStatus = LineStatus | 'undecided' | 'unkept'

export function saveStatusOf({ status, isKept, pending, conflicts }: OutboxState): SaveStatus {
  if (status === 'outdated') return status
  if (!isKept && pending.length > 0 && status !== 'saving') return 'unkept'
  return status === 'saved' && Object.keys(conflicts).length > 0 ? 'undecided' : status
}

/** In a word or two, and what that means. */
export function describeSaving(
  status: SaveStatus,
  pendingCount: number,
): { text: string; title: string; tone: string } {
  switch (status) {
    case 'saved':
      return { text: 'Saved', title: 'Everything is on the server.', tone: 'text-faint' }
    case 'saving':
      return {
        text: 'Saving…',
        title: 'On its way to the server, and kept in this browser until then.',
        tone: 'text-muted',
      }
    case 'offline':
      return {
        text: `${pendingCount} not sent yet`,
        title: 'The server does not answer. What you change is kept in this browser and sent when it does.',
        tone: 'text-danger',
      }
    case 'unkept':
      return {
        text: 'Keep this open',
        title: `${pendingCount} not sent yet, and this browser has no room to keep it. Keep this tab open until it is sent.`,
        tone: 'text-danger',
      }
    case 'undecided':
      return {
        text: 'Choose a text',
        title: 'The same words were changed elsewhere as well. Yours are kept in this browser until you choose.',
        tone: 'text-danger',
      }
    case 'outdated':
      return {
        text: 'New version: reload',
        title: 'This page is older than the server. What you changed is kept in this browser and sent after a reload.',
        tone: 'text-danger',
      }
  }
}
