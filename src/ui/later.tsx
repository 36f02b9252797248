import { type ComponentType, useEffect, useState } from "react"

/** A part of the page that comes when it is first drawn, or before that when it is brought; then it is there at once. */
export type Later<Props> = ComponentType<Props> & {
  bring(): Promise<unknown>
}

/**
 * Makes the part that is loaded so. It shows as soon as it has come, and until then what waits for it. What waits within
 * a Suspense does not: React shows it no sooner than 300 ms after it last had something wait.
 */
export function later<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  Waiting?: ComponentType<Props>,
): Later<Props> {
  let here: ComponentType<Props> | null = null
  const bring = async () => {
    here = (await load()).default
  }
  // What it is drawn with once it has come it stays drawn with, for another one would begin anew.
  function Part(props: Props) {
    const [Shown, setShown] = useState(() => here)
    useEffect(() => {
      if (Shown !== null) return
      let isOpen = true
      bring().then(
        () => isOpen && setShown(() => here),
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
    if (Shown !== null) return <Shown {...props} />
    return Waiting === undefined ? null : <Waiting {...props} />
  }
  return Object.assign(Part, { bring })
}
