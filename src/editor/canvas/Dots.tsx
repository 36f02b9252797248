import { useStoreApi } from "@xyflow/react"
import { useLayoutEffect, useRef } from "react"

const gap = 22

/**
 * The dotted ground. A layer of its own, a little larger than the canvas, which moves by less than a gap however far
 * the canvas moves: so it is not drawn again while the canvas moves, and nothing else is because of it.
 */
export function Dots() {
  const store = useStoreApi()
  const ground = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    let last = ""
    const place = () => {
      const [x, y, zoom] = store.getState().transform
      if (!ground.current) return
      // From afar every second dot, then every fourth, and so on, is enough.
      let step = gap * zoom
      while (step < gap / 2) step *= 2
      const size = `${step}px ${step}px`
      if (size !== last) ground.current.style.backgroundSize = size
      last = size
      ground.current.style.translate = `${(x % step) - step}px ${(y % step) - step}px`
    }
    place()
    return store.subscribe(place)
  }, [store])
  return <div ref={ground} className="dots" aria-hidden />
}
