export type Part = { name: string; filename: string | undefined; bytes: Buffer }

/** The parts of a multipart body; undefined when it is none. File names stay as they were sent, nothing is decoded. */
export function parseMultipart(body: Buffer, contentType: string | undefined): Part[] | undefined {
  const boundary = /^multipart\/form-data;.*?boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1]
  if (!boundary) return undefined
  const border = Buffer.from(`\r\n--${boundary}`)
  const parts: Part[] = []
  // Only the first border may stand at the very start; what looks like one inside a line belongs to a file.
  const isFirst = body.subarray(0, border.length - 2).equals(border.subarray(2))
  for (let from = isFirst ? -2 : body.indexOf(border); from !== -1; ) {
    const start = from + border.length
    const next = body.indexOf(border, start)
    if (next < 0) break
    const part = readPart(body.subarray(start + 2, next))
    if (part) parts.push(part)
    from = next
  }
  return parts
}

function readPart(bytes: Buffer): Part | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const disposition = /^content-disposition:(.*)$/im.exec(bytes.subarray(0, headEnd).toString('utf8'))?.[1] ?? ''
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1]
  if (name === undefined) return undefined
  const filename = /filename="([^"]*)"/i.exec(disposition)?.[1]
  return { name, filename: filename?.replaceAll('\\', ''), bytes: bytes.subarray(headEnd + 4) }
}
