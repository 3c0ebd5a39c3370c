'use client'

import { SomethingWrong, type SomethingWrongProps } from './_ui/something-wrong.tsx'

export default function ErrorPage(props: SomethingWrongProps) {
  return (
    <main>
      <SomethingWrong {...props} />
    </main>
  )
}
