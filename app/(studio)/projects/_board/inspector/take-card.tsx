import { Check, Copy, Download, Ellipsis, Lock, LockOpen, Maximize2, Repeat, Star, StarOff, Trash2 } from 'lucide-react'
import type { FocusEvent, KeyboardEvent } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { Menu } from '#app/_ui/menu.tsx'
import type { TakeRow } from '#lib/takes/model.ts'
import { actOf, takeKeys } from '../keys/field-keys.ts'
import { DraftMark } from './draft-mark.tsx'
import { shortPlace } from './seed-words.ts'
import { describeOutcome, marksOf, seedOf } from './take-words.ts'
import type { TakeActions } from './use-take-actions.ts'

type TakeCardProps = {
  take: TakeRow
  /** Its place in the strip, in words. */
  name: string
  isChosen: boolean
  /** It can be run again now. */
  canReplay: boolean
  /** The one of the strip that the Tab key reaches. */
  isStop: boolean
  /** The focus is in it, or in its menu. */
  onReach(): void
  onLeave(event: FocusEvent): void
  /** It is to be seen in full size, and is not chosen by that. */
  onLook(): void
  actions: TakeActions
}

/** One take: press it to choose it; the rest is in its menu, or on a key. */
export function TakeCard({
  take,
  name,
  isChosen,
  canReplay,
  isStop,
  onReach,
  onLeave,
  onLook,
  actions,
}: TakeCardProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const act = actOf(takeKeys, event)
    if (!act) return
    event.preventDefault()
    if (act === 'look') onLook()
    else actions[act](take)
  }
  const tabIndex = isStop ? 0 : -1
  const outcome = describeOutcome(take)
  const seed = seedOf(take)
  const isDraft = take.quality === 'draft'
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: it only notes which of its buttons has the focus.
    <li className="group/take relative w-28 shrink-0" onFocus={onReach} onBlur={onLeave}>
      <button
        type="button"
        data-take={take.id}
        tabIndex={tabIndex}
        aria-pressed={isChosen}
        aria-label={['Choose', name, ...marksOf(take, isChosen), take.seed !== null && seed].filter(Boolean).join(', ')}
        onClick={() => actions.choose(take)}
        onKeyDown={onKeyDown}
        className={classes(
          'relative block h-[63px] w-28 overflow-hidden rounded-sm border bg-raised',
          isChosen ? 'border-accent outline-1 outline-accent' : 'border-line hover:border-line-strong',
        )}
      >
        <img
          src={`${take.url}?w=320`}
          alt=""
          width={320}
          height={180}
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
        />
        {isDraft && <DraftMark className="right-1 bottom-1" />}
        <span className="absolute bottom-1 left-1 flex gap-1 text-accent">
          {isChosen && <Badge icon={<Check size={12} />} />}
          {take.favourite && <Badge icon={<Star size={12} fill="currentColor" />} />}
          {take.locked && <Badge icon={<Lock size={12} />} />}
        </span>
      </button>
      <span
        className="mt-0.5 flex text-faint text-xs tabular-nums"
        title={outcome ? `${outcome}, ${seed}` : seed}
        aria-hidden
      >
        {/* Of a long seed the end gives way, and never which of its pictures this is. */}
        <span className="truncate">{outcome ?? take.seed ?? 'no seed'}</span>
        {!outcome && take.seed !== null && <span className="shrink-0 whitespace-pre">{shortPlace(take)}</span>}
      </span>
      <Menu items={menuItems(take, { isChosen, canReplay, onLook, actions })}>
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`More for ${name}`}
          className="finger absolute top-1 right-1 flex size-7 items-center justify-center rounded-sm border border-line bg-surface text-muted opacity-0 hover:text-ink focus-visible:opacity-100 group-focus-within/take:opacity-100 group-hover/take:opacity-100 data-[state=open]:opacity-100 max-lg:opacity-100 pointer-coarse:opacity-100"
        >
          <Ellipsis size={16} aria-hidden />
        </button>
      </Menu>
    </li>
  )
}

function Badge({ icon }: { icon: React.ReactNode }) {
  return (
    <span aria-hidden className="flex size-5 items-center justify-center rounded-full border border-line bg-surface">
      {icon}
    </span>
  )
}

type MenuParts = Pick<TakeCardProps, 'isChosen' | 'canReplay' | 'onLook' | 'actions'>

function menuItems(take: TakeRow, { isChosen, canReplay, onLook, actions }: MenuParts) {
  return [
    { label: 'Show in full size', icon: <Maximize2 size={16} aria-hidden />, keys: 'V', onSelect: onLook },
    {
      label: 'Choose',
      icon: <Check size={16} aria-hidden />,
      disabled: isChosen,
      onSelect: () => actions.choose(take),
    },
    {
      label: take.favourite ? 'No favourite any more' : 'Make a favourite',
      icon: take.favourite ? <StarOff size={16} aria-hidden /> : <Star size={16} aria-hidden />,
      keys: 'F',
      onSelect: () => actions.favourite(take),
    },
    {
      label: take.locked ? 'Unlock' : 'Lock',
      icon: take.locked ? <LockOpen size={16} aria-hidden /> : <Lock size={16} aria-hidden />,
      keys: 'L',
      onSelect: () => actions.lock(take),
    },
    {
      label: 'Make again exactly',
      icon: <Repeat size={16} aria-hidden />,
      disabled: !canReplay,
      onSelect: () => actions.replay(take),
    },
    {
      label: 'Copy seed',
      icon: <Copy size={16} aria-hidden />,
      disabled: take.seed === null,
      onSelect: () => actions.copySeed(take),
    },
    { label: 'Download', icon: <Download size={16} aria-hidden />, onSelect: () => actions.download(take) },
    {
      label: 'Delete',
      icon: <Trash2 size={16} aria-hidden />,
      keys: 'Del',
      danger: true,
      disabled: take.locked,
      onSelect: () => actions.remove(take),
    },
  ]
}
