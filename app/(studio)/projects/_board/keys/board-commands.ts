import type { Command } from '../../../_shell/commands.tsx'
import { usualView } from '../view/view-state.ts'
import type { BoardActs } from './board-acts.ts'

type BoardCommand = Omit<Command, 'run'> & { run(board: BoardActs): void }

const going = 'Going about'
const one = 'The current sentence'
const choosing = 'Choosing'
const looking = 'Looking'
const making = 'Making pictures'

/** Everything that can be done on a board. Keys, palette and sheet are made of this one table. */
export const boardCommands: readonly BoardCommand[] = [
  { id: 'next', title: 'Next sentence', group: going, keys: ['J', '↓'], isHidden: true, run: (board) => board.step(1) },
  {
    ...{ id: 'previous', title: 'Sentence before', group: going, keys: ['K', '↑'], isHidden: true },
    run: (board) => board.step(-1),
  },
  { id: 'first', title: 'First sentence', group: going, keys: ['Home'], run: (board) => board.edge('first') },
  { id: 'last', title: 'Last sentence', group: going, keys: ['End'], run: (board) => board.edge('last') },
  {
    id: 'find',
    title: 'Find on the board',
    group: going,
    keys: ['/', 'Ctrl F'],
    inFields: 'always',
    run: (board) => board.find(),
  },
  {
    id: 'next-hit',
    title: 'Next hit',
    group: going,
    keys: ['Ctrl G'],
    inFields: 'always',
    run: (board) => board.stepHit(1),
  },
  {
    ...{ id: 'previous-hit', title: 'Hit before', group: going, keys: ['Ctrl Shift G'], inFields: 'always' },
    run: (board) => board.stepHit(-1),
  },
  {
    id: 'open',
    title: 'Open picture and prompt; once more, go there',
    group: one,
    keys: ['Space'],
    run: (board) => board.open(),
  },
  { id: 'edit-text', title: 'Edit the words', group: one, keys: ['↵'], run: (board) => board.editText() },
  { id: 'edit-prompt', title: 'Edit the prompt', group: one, keys: ['E'], run: (board) => board.editPrompt() },
  { id: 'edit-seed', title: 'Set the seed', group: one, keys: ['S'], run: (board) => board.editSeed() },
  {
    id: 'make',
    words: 'regenerate render generate',
    title: 'Make the picture, or those of all selected',
    group: one,
    keys: ['R'],
    run: (board) => board.make(),
  },
  {
    ...{
      id: 'make-new',
      words: 'regenerate render generate dice',
      title: 'Make the picture with a new seed',
      group: one,
      keys: ['Shift R'],
    },
    run: (board) => board.makeWithNewSeed(),
  },
  { id: 'cancel', title: 'Cancel the picture that is being made', group: one, run: (board) => board.cancel() },
  { id: 'retry', title: 'Retry the picture that failed', group: one, run: (board) => board.retry() },
  { id: 'lock', title: 'Lock or unlock', group: one, keys: ['L'], run: (board) => board.lock() },
  {
    id: 'favourite',
    words: 'star',
    title: 'Mark the picture as a favourite',
    group: one,
    keys: ['F'],
    run: (board) => board.favourite(),
  },
  { id: 'add-below', title: 'Write a sentence below', group: one, keys: ['N'], run: (board) => board.addBelow() },
  { id: 'up', title: 'Move up', group: one, keys: ['Alt ↑'], run: (board) => board.move(-1) },
  { id: 'down', title: 'Move down', group: one, keys: ['Alt ↓'], run: (board) => board.move(1) },
  {
    id: 'merge',
    words: 'merge combine',
    title: 'Join the selected, or with the one before',
    group: one,
    keys: ['M'],
    run: (board) => board.merge(),
  },
  {
    id: 'duplicate',
    words: 'copy clone',
    title: 'Duplicate',
    group: one,
    keys: ['Ctrl D'],
    inFields: 'of board',
    run: (board) => board.duplicate(),
  },
  { id: 'archive', words: 'put away', title: 'Archive', group: one, run: (board) => board.archive() },
  { id: 'delete', words: 'remove', title: 'Delete', group: one, keys: ['Del', '⌫'], run: (board) => board.remove() },
  {
    id: 'choose',
    words: 'pick mark',
    title: 'Select, or take out',
    group: choosing,
    keys: ['X'],
    run: (board) => board.toggleChosen(),
  },
  {
    ...{ id: 'extend-down', title: 'Select the next as well', group: choosing, keys: ['Shift ↓'], isHidden: true },
    run: (board) => board.extend(1),
  },
  {
    ...{ id: 'extend-up', title: 'Select the one before as well', group: choosing, keys: ['Shift ↑'], isHidden: true },
    run: (board) => board.extend(-1),
  },
  { id: 'all', title: 'Select all', group: choosing, keys: ['Ctrl A'], run: (board) => board.chooseAll() },
  {
    ...{ id: 'leave', title: 'Select none, then close the inspector', group: choosing, keys: ['Esc'], isHidden: true },
    run: (board) => board.leave(),
  },
  {
    id: 'undo',
    title: 'Undo',
    group: 'Everywhere',
    keys: ['Ctrl Z'],
    inFields: 'of board',
    run: (board) => board.undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Everywhere',
    keys: ['Ctrl Shift Z'],
    inFields: 'of board',
    run: (board) => board.redo(),
  },
  { id: 'table', title: 'See as a table', group: looking, keys: ['1'], run: (board) => board.look({ view: 'table' }) },
  { id: 'cards', title: 'See as cards', group: looking, keys: ['2'], run: (board) => board.look({ view: 'cards' }) },
  {
    id: 'film',
    title: 'See as a filmstrip',
    group: looking,
    keys: ['3'],
    run: (board) => board.look({ view: 'film' }),
  },
  {
    id: 'fold',
    title: 'Fold or unfold all sections',
    group: looking,
    keys: ['Shift F'],
    run: (board) => board.foldAll(),
  },
  { id: 'show-stale', title: 'Show the stale ones', group: looking, run: (board) => board.look({ marks: ['stale'] }) },
  {
    id: 'show-failed',
    title: 'Show the failed ones',
    group: looking,
    run: (board) => board.look({ marks: ['failed'] }),
  },
  {
    id: 'show-none',
    title: 'Show those without a picture',
    group: looking,
    run: (board) => board.look({ marks: ['none'] }),
  },
  {
    ...{ id: 'show-all', title: 'Show all sentences', group: looking },
    run: (board) => board.look({ marks: usualView.marks, castId: null, onlyHits: false }),
  },
  { id: 'copy-link', title: 'Copy a link to this view', group: looking, run: (board) => board.copyLink() },
  {
    id: 'make-stale',
    words: 'regenerate render generate',
    title: 'Make those that need one…',
    group: making,
    run: (board) => board.makeMany({ scope: 'stale' }),
  },
  {
    id: 'make-failed',
    title: 'Make the failed ones again…',
    group: making,
    run: (board) => board.makeMany({ scope: 'failed' }),
  },
  {
    id: 'make-all',
    words: 'regenerate render generate',
    title: 'Make every sentence…',
    group: making,
    run: (board) => board.makeMany({ scope: 'all' }),
  },
  { id: 'make-selected', title: 'Make the selected…', group: making, run: (board) => board.makeChosen() },
  { id: 'queue', title: 'See the queue and the GPUs', group: making, run: (board) => board.seeQueue() },
  {
    id: 'duplicate-project',
    words: 'copy clone',
    title: 'Duplicate the project',
    group: 'Project',
    run: (board) => board.duplicateProject(),
  },
  {
    id: 'archive-project',
    title: 'Archive the project, or bring it back',
    group: 'Project',
    run: (board) => board.archiveProject(),
  },
  { id: 'add-section', title: 'Add a section', group: 'Script', run: (board) => board.addSection() },
  {
    id: 'import',
    words: 'upload file',
    title: 'Import a script, or a new version of it…',
    group: 'Script',
    run: (board) => board.importScript(),
  },
  {
    id: 'versions',
    title: 'Versions of the script',
    group: 'Script',
    run: (board) => board.seeVersions(),
  },
  { id: 'archived', title: 'Archived sentences', group: 'Script', run: (board) => board.seeArchived() },
]
