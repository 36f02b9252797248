import { type ComponentType, lazy, Suspense, useState } from "react"

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

/** The part, where it belongs. */
export function Later({ part }: { readonly part: LaterPart }) {
  // What it is drawn with when it opens it stays, for another one would begin anew.
  const [Shown] = useState(part.shown)
  return (
    <Suspense>
      <Shown />
    </Suspense>
  )
}
