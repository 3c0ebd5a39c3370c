import { swallowClick } from '../swallow-click.ts'

type Point = { x: number; y: number }

type DragActs = {
  /** Begins with this sentence; says which ones come along. */
  start(id: string): readonly string[]
  move(ids: readonly string[], at: Point): void
  /** Without a place it was given up. */
  end(ids: readonly string[], at?: Point): void
}

/** A hand that only presses trembles less than this. */
const startsAfterPx = 4
/** Within this of the window's edges the page scrolls, the faster the nearer. */
const edgePx = 96
const mostPxAFrame = 22

/** Hears drags that begin on the number of a sentence, or with a mouse on the picture of a card. Gives a function that stops it. */
export function watchDrag(acts: DragActs): () => void {
  let pressed: { id: string; from: Point; pointerId: number } | undefined
  let ids: readonly string[] | undefined
  let at: Point = { x: 0, y: 0 }
  let frame = 0

  const scroll = () => {
    frame = requestAnimationFrame(scroll)
    const by = speedAt(at.y)
    if (by === 0 || !ids) return
    window.scrollBy({ top: by, behavior: 'instant' })
    acts.move(ids, at)
  }
  const finish = (place?: Point) => {
    cancelAnimationFrame(frame)
    document.documentElement.classList.remove('dragging')
    const dragged = ids
    pressed = undefined
    ids = undefined
    if (dragged) acts.end(dragged, place)
  }
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || pressed || !(event.target instanceof Element)) return
    const isMany = event.shiftKey || event.ctrlKey || event.metaKey
    const grip = gripAt(event.target, event.pointerType)
    if (!grip || isMany) return
    pressed = { id: grip, from: { x: event.clientX, y: event.clientY }, pointerId: event.pointerId }
  }
  const onMove = (event: PointerEvent) => {
    if (!pressed || event.pointerId !== pressed.pointerId) return
    at = { x: event.clientX, y: event.clientY }
    if (!ids) {
      if (Math.hypot(at.x - pressed.from.x, at.y - pressed.from.y) < startsAfterPx) return
      ids = acts.start(pressed.id)
      document.documentElement.classList.add('dragging')
      frame = requestAnimationFrame(scroll)
    }
    acts.move(ids, at)
  }
  const onUp = (event: PointerEvent) => {
    if (!pressed || event.pointerId !== pressed.pointerId) return
    if (ids) swallowClick()
    finish({ x: event.clientX, y: event.clientY })
  }
  const onCancel = () => finish()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !ids) return
    event.preventDefault()
    event.stopPropagation()
    finish()
  }
  // A picture or words would be dragged out of the page instead.
  const onNative = (event: DragEvent) => pressed && event.preventDefault()
  const listening = new AbortController()
  const { signal } = listening
  window.addEventListener('pointerdown', onDown, { signal })
  window.addEventListener('pointermove', onMove, { signal })
  window.addEventListener('pointerup', onUp, { signal })
  window.addEventListener('pointercancel', onCancel, { signal })
  window.addEventListener('keydown', onKeyDown, { capture: true, signal })
  window.addEventListener('dragstart', onNative, { signal })
  return () => {
    finish()
    listening.abort()
  }
}

function gripAt(target: Element, pointerType: string): string | undefined {
  const handle = target.closest<HTMLElement>('[data-handle]')
  if (handle) return handle.dataset.handle
  // A finger on a picture scrolls the page.
  const picture = pointerType === 'mouse' ? target.closest<HTMLElement>('.card-grid [data-picture]') : null
  return picture?.dataset.picture
}

function speedAt(y: number): number {
  const bottom = window.innerHeight - y
  if (y < edgePx) return -Math.ceil(((edgePx - y) / edgePx) * mostPxAFrame)
  return bottom < edgePx ? Math.ceil(((edgePx - bottom) / edgePx) * mostPxAFrame) : 0
}
