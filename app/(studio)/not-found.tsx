import { NothingHere } from '#app/_ui/nothing-here.tsx'

/** Inside the shell, which has the page's main landmark. */
export default function NotFound() {
  return <NothingHere />
}
