/* When a canvas shows its first box, as the page itself knows it. Each is handed to the page as text, and stands alone. */

/** Notes when the first box has been painted; from outside one would hear of it after whatever the page does next. */
export function noteFirstBox() {
  const look = () => {
    const box = document.querySelector(".react-flow__node, .far-drawing")
    if (!box?.checkVisibility({ visibilityProperty: true })) return requestAnimationFrame(look)
    return setTimeout(() => performance.mark("first box"))
  }
  requestAnimationFrame(look)
}

/** The milliseconds from the navigation to the first box. */
export function firstBox(): Promise<number> {
  const find = (go: (at: number) => void) => {
    const [mark] = performance.getEntriesByName("first box")
    if (mark) go(mark.startTime)
    else requestAnimationFrame(() => find(go))
  }
  return new Promise(find)
}
