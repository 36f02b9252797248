import { useStoreApi } from "@xyflow/react"
import { useContext, useLayoutEffect, useRef } from "react"
import { ThemeSideContext } from "../../ui/themeSide.ts"

const gap = 22
const radius = 1

/**
 * The dotted ground: one dot as a picture, repeated, which a browser draws many times faster than it would a gradient.
 * It is no layer of its own: above a layer the text of each card becomes one too, and thirty layers are slow to move.
 */
export function Dots() {
  const store = useStoreApi()
  const side = useContext(ThemeSideContext)
  const ground = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour is another one on the other side of the theme.
  useLayoutEffect(() => {
    const dots = ground.current
    if (!dots) return
    dots.style.backgroundImage = `url(${dotOf(getComputedStyle(dots).color)})`
    let last = 0
    const place = () => {
      const [x, y, zoom] = store.getState().transform
      // From afar every second dot, then every fourth, and so on, is enough; from near there are more.
      const step = gap * zoom * 2 ** -Math.round(Math.log2(zoom))
      if (step !== last) dots.style.backgroundSize = `${step}px`
      last = step
      dots.style.translate = `${(x % step) - step}px ${(y % step) - step}px`
    }
    place()
    return store.subscribe(place)
  }, [store, side])
  return <div ref={ground} className="dots" aria-hidden />
}

/** The address of a picture of one dot and the gap around it, as sharp as the screen is. */
function dotOf(colour: string): string {
  const canvas = document.createElement("canvas")
  const density = Math.ceil(window.devicePixelRatio)
  canvas.width = canvas.height = gap * density
  const on = canvas.getContext("2d")
  if (!on) return ""
  on.fillStyle = colour
  on.arc(canvas.width / 2, canvas.width / 2, radius * density, 0, 2 * Math.PI)
  on.fill()
  return canvas.toDataURL()
}
