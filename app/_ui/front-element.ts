/** What is shown in full screen hides all that lies outside it, so what comes in front of the page is drawn inside. */
export function frontElement(): Element | null {
  return typeof document === 'undefined' ? null : document.fullscreenElement
}
