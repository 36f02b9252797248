/** What a hand does on a canvas while its frames are counted. */
export type Gesture = "pan" | "zoom" | "drag"

/**
 * Does the gesture in the page, one move for each frame, and gives the mean time of a frame in milliseconds. It is
 * handed to the page as text, and so stands alone.
 */
export async function frameTime(gesture: Gesture): Promise<number> {
  const pane = document.querySelector(".react-flow__pane") as HTMLElement
  const { left, top, width, height } = pane.getBoundingClientRect()
  const middle = { clientX: left + width / 2, clientY: top + height / 2 }
  const frame = () => new Promise<number>(go => requestAnimationFrame(go))
  const wheel = (move: WheelEventInit) =>
    pane.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, ...middle, ...move }))
  const box = [...document.querySelectorAll<HTMLElement>(".react-flow__node")].find(each => {
    const { x, y } = each.getBoundingClientRect()
    return x > left + width / 3 && y > top + height / 3
  })
  const mouse = (type: string, target: EventTarget, x: number, y: number) =>
    target.dispatchEvent(
      new MouseEvent(type, {
        bubbles: true,
        cancelable: true,
        view: window,
        clientX: x,
        clientY: y,
        button: 0,
      }),
    )
  const start = box?.getBoundingClientRect() ?? { x: 0, y: 0 }
  const [x, y] = [start.x + 60, start.y + 20]
  if (gesture === "drag") {
    if (!box) throw new Error("Expected a box to drag but got none in view")
    mouse("mousedown", box, x, y)
  }
  const moves = {
    pan: (at: number) => wheel({ deltaX: at < 30 ? 24 : -24, deltaY: at % 30 < 15 ? 12 : -12 }),
    zoom: (at: number) => wheel({ deltaY: at % 20 < 10 ? 12 : -12, ctrlKey: true }),
    drag: (at: number) => mouse("mousemove", document, x + (at % 30) * 4, y + (at % 20) * 3),
  }
  const frames = 60
  await frame()
  const started = await frame()
  let ended = started
  for (let at = 0; at < frames; at++) {
    moves[gesture](at)
    ended = await frame()
  }
  if (gesture === "drag") mouse("mouseup", document, x, y)
  return (ended - started) / frames
}
