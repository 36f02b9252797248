import { type ComponentType, useEffect, useState } from "react"

/**
 * A part of the page that shows as soon as it has come. What waits within a Suspense does not: React shows it no sooner
 * than 300 ms after it last had something wait, and a whole page is nothing that anybody should wait for.
 */
export function onceHere<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  let here: ComponentType<Props> | null = null
  // biome-ignore lint/correctness/noComponentHookFactories: it is made once for each part, as by `lazy`.
  return function OnceHere(props: Props) {
    const [Shown, setShown] = useState(() => here)
    useEffect(() => {
      if (Shown !== null) return
      let isOpen = true
      load().then(
        ({ default: come }) => {
          here = come
          if (isOpen) setShown(() => come)
        },
        cause => {
          // Whatever is around it says what went wrong.
          if (isOpen)
            setShown(() => {
              throw cause
            })
        },
      )
      return () => {
        isOpen = false
      }
    }, [Shown])
    return Shown && <Shown {...props} />
  }
}
