/*
 * Of a finger that lifts, browsers make a press of a mouse at the same place. Where that takes them long, a control
 * does not wait for it and clicks itself. The late press then meets whatever lies there by now: a menu has closed, and
 * the row beneath it takes the focus from the field that the menu opened.
 *
 *     finger lifts ── 80 ms ── the control clicks itself ── a mouse goes down, up, and clicks: late, and for nobody
 */

/** What is heard of a finger or a mouse. */
type Heard = Pick<PointerEvent, "type" | "isTrusted" | "pointerType">

/** Tells of one event after the other whether it is part of a late press. */
export function createLatePresses(): (event: Heard) => boolean {
  let finger: "away" | "lifted" | "answered" = "away"
  return ({ type, isTrusted, pointerType }) => {
    if (type === "pointerdown") finger = "away"
    else if (type === "pointerup") finger = pointerType === "touch" ? "lifted" : "away"
    else if (isTrusted) {
      const isLate = finger === "answered"
      if (type === "click") finger = "away"
      return isLate
    } else if (type === "click" && finger === "lifted") finger = "answered"
    return false
  }
}

/** Keeps late presses from what lies beneath. */
export function ignoreLatePresses(page: Window): void {
  const isLate = createLatePresses()
  const hear = (event: Event): void => {
    if (!isLate(event as PointerEvent)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const type of ["pointerdown", "pointerup", "mousedown", "mouseup", "click"])
    page.addEventListener(type, hear, { capture: true })
}
