import { type RefObject, useContext, useMemo, useRef } from "react"
import { ThemeSideContext } from "../../../ui/themeSide.ts"
import type { View } from "./paint.ts"
import { type Palette, paletteOf } from "./palette.ts"

/** A surface to draw on, as sharp as the screen is. */
export interface Surface {
  readonly ref: RefObject<HTMLCanvasElement | null>
  /** Clears it at the size, and draws. */
  draw(
    size: Pick<View, "width" | "height">,
    paint: (on: CanvasRenderingContext2D, palette: Palette) => void,
  ): void
}

/** A surface whose colours follow the theme. */
export function useSurface(): Surface {
  const side = useContext(ThemeSideContext)
  const ref = useRef<HTMLCanvasElement>(null)
  return useMemo(() => {
    // Made anew with each side of the theme, and read once for each.
    let palette: { readonly side: string; readonly colours: Palette } | null = null
    return {
      ref,
      draw({ width, height }, paint) {
        const canvas = ref.current
        const on = canvas?.getContext("2d")
        if (!canvas || !on || canvas.parentElement === null) return
        palette ??= { side, colours: paletteOf(canvas.parentElement) }
        const density = window.devicePixelRatio
        const [across, down] = [Math.round(width * density), Math.round(height * density)]
        if (canvas.width !== across || canvas.height !== down)
          Object.assign(canvas, { width: across, height: down })
        on.setTransform(density, 0, 0, density, 0, 0)
        on.clearRect(0, 0, width, height)
        paint(on, palette.colours)
      },
    }
  }, [side])
}
