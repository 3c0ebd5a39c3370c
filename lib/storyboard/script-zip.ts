import { type Entry, fromBufferPromise } from 'yauzl'
import { isAppError } from '#lib/runtime/errors.ts'
import type { DocxParts } from './script/parse-docx.ts'
import { refuseScript } from './script/refuse-script.ts'

/** The text of a Word document as XML. A long novel is a tenth of this. */
const mostUnpackedBytes = 50_000_000
/** XML with much repetition packs 30 to 1; what packs far better was made to do harm. */
const mostRatio = 200
/** Below that much no ratio does harm. */
const harmlessBytes = 1_000_000
/** A Word document has a few dozen. */
const mostEntries = 10_000

/** Unpacks what of a Word document has words in it, and stops as soon as it is more than a document is. */
export async function readDocxParts(bytes: Uint8Array): Promise<DocxParts> {
  try {
    const found = await readEntries(Buffer.from(bytes), ['word/document.xml', 'word/styles.xml'])
    const body = found.get('word/document.xml')
    if (body === undefined) {
      throw refuseScript('This file is no Word document.', 'Save the script as .docx in Word and import it again.')
    }
    return { body, styles: found.get('word/styles.xml') ?? null }
  } catch (error) {
    if (isAppError(error)) throw error
    throw refuseScript('The Word document is damaged.', 'Open it in Word, save it again and import that.')
  }
}

async function readEntries(bytes: Buffer, wanted: readonly string[]): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const found = new Map<string, string>()
  if (zip.entryCount > mostEntries) throw refuseBomb()
  let left = mostUnpackedBytes
  for await (const entry of zip.eachEntry()) {
    if (!wanted.includes(entry.fileName) || found.has(entry.fileName)) continue
    const unpacked = await unpack(await zip.openReadStreamPromise(entry), entry, left)
    left -= unpacked.length
    found.set(entry.fileName, unpacked.toString('utf8'))
    if (found.size === wanted.length) break
  }
  return found
}

/** What the entry says of its size is checked by what comes out of it. */
async function unpack(stream: AsyncIterable<Buffer>, entry: Entry, mostBytes: number): Promise<Buffer> {
  if (entry.uncompressedSize > mostBytes) throw refuseBomb()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    const isTooDense = length > harmlessBytes && length > entry.compressedSize * mostRatio
    if (length > mostBytes || isTooDense) throw refuseBomb()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function refuseBomb() {
  return refuseScript(
    'The file unpacks to far more than a script is.',
    'Copy the text into a new document, save that and import it.',
  )
}
