/** A keyboard shortcut, written as "Alt ↑". Hidden where there is no keyboard to speak of. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex gap-1 max-md:hidden" aria-hidden>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-canvas px-1 font-sans text-muted text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
