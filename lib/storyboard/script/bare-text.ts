/** Space means nothing, not even whether there is any: two that were joined may have none between them. */
export function bareOf(text: string): string {
  return text.replace(/\s+/gu, '')
}
