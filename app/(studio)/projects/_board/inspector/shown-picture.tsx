'use client'

import { useEffect, useState } from 'react'
import { useIsLive } from '#app/_live/providers.tsx'
import { classes } from '#app/_ui/classes.ts'

type ShownPictureProps = { url: string; alt: string; isDimmed: boolean }

/** A picture that gives way to the next one only when that one is ready to be painted. Begins with its thumbnail. */
export function ShownPicture({ url, alt, isDimmed }: ShownPictureProps) {
  const [shown, setShown] = useState(`${url}?w=320`)
  const [failedUrl, setFailedUrl] = useState<string>()
  const isLive = useIsLive()
  const hasFailed = failedUrl === url
  /** Once more, as soon as there is a line. */
  const isSecondTry = hasFailed && isLive
  // biome-ignore lint/correctness/useExhaustiveDependencies: that it may be tried again is a reason to.
  useEffect(() => {
    const next = `${url}?w=1280`
    let isWanted = true
    const image = new Image()
    image.src = next
    image.decode().then(
      () => {
        if (!isWanted) return
        setShown(next)
        setFailedUrl(undefined)
      },
      () => isWanted && setFailedUrl(url),
    )
    return () => {
      isWanted = false
    }
  }, [url, isSecondTry])
  return (
    <>
      <img
        src={shown}
        alt={alt}
        decoding="sync"
        className={classes('size-full object-contain transition-opacity', isDimmed && 'opacity-35')}
      />
      {hasFailed && (
        <p role="alert" className="absolute inset-x-0 bottom-0 bg-danger-soft px-3 py-2 text-danger text-sm">
          The picture could not be loaded.{' '}
          {isLive ? 'Reload the page to try again.' : 'It is tried again when the connection is back.'}
        </p>
      )}
    </>
  )
}
