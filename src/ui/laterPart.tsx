import { type ComponentType, lazy, Suspense, useLayoutEffect, useState } from "react"
import { holdKeys } from "./heldKeys.ts"

/** A part of the page that comes when it is needed, or when it is brought before; then it is there at once. */
export interface LaterPart {
  bring(): Promise<unknown>
  /** What it is drawn with: itself, or what waits for it. */
  shown(): ComponentType
}

/** Makes the part that is loaded so. */
export function laterPart(load: () => Promise<ComponentType>): LaterPart {
  let here: ComponentType | null = null
  const bring = async () => {
    here = await load()
    return { default: here }
  }
  const Coming = lazy(bring)
  return { bring, shown: () => here ?? Coming }
}

interface LaterProps {
  readonly part: LaterPart
  /** Whether it takes the keys as soon as it is there: who types before then has typed to it. */
  readonly takesKeys?: boolean
}

/** The part, where it belongs. */
export function Later({ part, takesKeys }: LaterProps) {
  // What it is drawn with when it opens it stays, for another one would begin anew.
  const [Shown] = useState(part.shown)
  return (
    <Suspense fallback={takesKeys && <HeldKeys />}>
      <Shown />
    </Suspense>
  )
}

function HeldKeys() {
  useLayoutEffect(holdKeys, [])
  return null
}
