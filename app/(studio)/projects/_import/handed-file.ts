let handed: { projectId: string | null; file: File } | undefined

/** A file that was dropped on another page, on its way to the page that imports it. */
export function handFile(projectId: string | null, file: File): void {
  handed = { projectId, file }
}

/** Once, and only for the project it was dropped on. */
export function takeHandedFile(projectId: string | null): File | undefined {
  const file = handed?.projectId === projectId ? handed.file : undefined
  handed = undefined
  return file
}
