/** Saves the file of a take, under the name the server gives it. */
export function downloadFile(url: string): void {
  const link = document.createElement('a')
  link.href = `${url}?download=1`
  link.download = ''
  link.click()
}
