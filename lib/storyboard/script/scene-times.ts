import { headingJoint } from './draft-prompt.ts'
import { readSceneHeading } from './scene-heading.ts'

/**
 * The headings of a script in their order, each that goes on where the scene before stopped with the time of day of that one:
 * "INT. STAIRS - CONTINUOUS" after a scene at night is at night. What comes later may come on another day, so it has no time.
 */
export function withTimes(headings: readonly string[]): string[] {
  let time = ''
  return headings.map((heading) => {
    const last = heading.split(headingJoint).at(-1) ?? ''
    const scene = readSceneHeading(last)
    // A chapter or an act is between scenes, not at a time.
    if (!scene) return heading
    if (scene.time === '' && time !== '' && goesOnAtOnce.test(last)) return `${heading} - ${time}`
    time = scene.time
    return heading
  })
}

const goesOnAtOnce =
  /[-–—]\s*(?:continuous|same(?: time)?|cont['’]?d|continued|moments? later|weiter|fortlaufend|gleich darauf|suite|continu|continuo)[\s.]*$/iu
