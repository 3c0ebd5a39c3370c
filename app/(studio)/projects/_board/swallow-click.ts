/** Letting go of what was dragged or drawn is no click. */
export function swallowClick(): void {
  const swallow = (event: MouseEvent) => event.stopPropagation()
  window.addEventListener('click', swallow, { capture: true, once: true })
  // When the pointer was let go over something else, there is no click to come.
  requestAnimationFrame(() => setTimeout(() => window.removeEventListener('click', swallow, { capture: true })))
}
