'use client'

import { SomethingWrong, type SomethingWrongProps } from '#app/_ui/something-wrong.tsx'

/** Inside the shell, which has the page's main landmark. */
export default function ErrorPage(props: SomethingWrongProps) {
  return <SomethingWrong {...props} />
}
