/** Says over the whole page that a file may be let go. */
export function DropVeil() {
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-veil p-6">
      <p className="rounded-lg border-2 border-accent border-dashed bg-surface px-10 py-8 font-semibold text-lg shadow-float">
        Drop the script to look at it
      </p>
    </div>
  )
}
