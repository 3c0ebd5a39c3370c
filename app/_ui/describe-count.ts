/** "1 sentence", "5,000 sentences". */
export function describeCount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
