import { SaxesParser } from 'saxes'
import { refuseScript } from './refuse-script.ts'

export type XmlEvents = {
  /** The name without its prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  close(name: string): void
}

/** Deeper than any program writes a script. */
const mostDepth = 200

/**
 * Reads XML and tells of its parts. Only the five entities of XML itself are known: a document that declares its own, by which
 * a few bytes become gigabytes or a file is read, is refused.
 */
export function readXml(xml: string, events: XmlEvents): void {
  const parser = new SaxesParser({ fragment: false, xmlns: false })
  let depth = 0
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[') || /ENTITY/iu.test(doctype)) throw refuseEntities()
  })
  parser.on('error', (error) => {
    throw refuseScript(`The file is damaged: ${describe(error)}`, 'Save it again in the program it comes from.')
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > mostDepth) throw refuseScript('The file is nested deeper than a script is.', 'Save it again.')
    events.open(localName(name), attributes)
  })
  parser.on('text', (text) => events.text(text))
  parser.on('cdata', (text) => events.text(text))
  parser.on('closetag', ({ name }) => {
    depth--
    events.close(localName(name))
  })
  parser.write(xml).close()
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** "3:7: unclosed tag: Text." */
function describe(error: Error): string {
  const [, line, words = error.message] = /^(\d+):\d+:\s*(.*)$/su.exec(error.message) ?? []
  return `${words.replace(/\.$/u, '')}${line ? ` in line ${line}` : ''}.`
}

function refuseEntities() {
  return refuseScript(
    'The file declares entities of its own, which no script needs.',
    'Save it again as a plain script.',
  )
}
