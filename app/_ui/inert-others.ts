/**
 * Takes everything but the element out of reach of keys and screen readers, and gives a function that takes it back. What
 * appears later, such as a menu of the element, is in reach, and so are notices.
 */
export function inertOthers(element: HTMLElement): () => void {
  const changed: HTMLElement[] = []
  for (let inside: HTMLElement = element; inside.parentElement; inside = inside.parentElement) {
    for (const other of inside.parentElement.children) {
      if (other === inside || !(other instanceof HTMLElement) || other.inert || isNotice(other)) continue
      other.inert = true
      changed.push(other)
    }
    if (inside.parentElement === document.body) break
  }
  return () => {
    for (const other of changed) other.inert = false
  }
}

function isNotice(element: HTMLElement): boolean {
  return element.role === 'region' && element.querySelector('[aria-label="Notices"]') !== null
}
