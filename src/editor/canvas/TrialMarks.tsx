import { Pin } from "lucide-react"
import { createPortal } from "react-dom"
import { t } from "../../language/t.ts"
import { breakpointOn, useBreakpointAt, useIsPinned, useRunSlots } from "../runSlots.ts"
import type { SceneWire } from "../scene.ts"

/** At a card's edge: that runs stop before the step, and that something is pinned to it. */
export function TrialMarks({ id, name }: { readonly id: string; readonly name: string }) {
  const { tryOut } = useRunSlots()
  const isPinned = useIsPinned(id)
  const breakpoint = useBreakpointAt({ step: id })
  return (
    <>
      {breakpoint !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          className="card-break nodrag nopan"
          data-when={breakpoint.when !== undefined || undefined}
          title={t`${sayBreakpoint(breakpoint.when)}. Press to remove it.`}
          aria-label={t`Breakpoint before ${name}: remove it`}
          onClick={event => {
            event.stopPropagation()
            tryOut?.toggleBreakpoint({ step: id })
          }}
        />
      )}
      {isPinned && (
        <span className="card-pin" title={t`Pinned: runs from here take what is pinned, and do not do it`}>
          <Pin size={11} strokeWidth={2.5} aria-hidden />
          <span className="sr-only">{t`Pinned`}</span>
        </span>
      )}
    </>
  )
}

/** On a wire: that runs stop where it leads, when it was taken; or, near the pointer, the way to say so. */
export function WireBreakpoint({
  wire,
  isNear,
  onNear,
  layer,
  x,
  y,
}: {
  readonly wire: SceneWire
  readonly isNear: boolean
  /** Tells that the pointer has come to it or has left: whoever goes to it leaves the wire. */
  readonly onNear: (isNear: boolean) => void
  /** Where what stands on wires is drawn. */
  readonly layer: Element
  readonly x: number
  readonly y: number
}) {
  const { tryOut } = useRunSlots()
  const place = breakpointOn(wire)
  const breakpoint = useBreakpointAt(place)
  if (tryOut === null || (breakpoint === undefined && !isNear)) return null
  const label =
    breakpoint === undefined
      ? t`Stop runs between ${wire.from} and ${wire.to}`
      : t`Breakpoint between ${wire.from} and ${wire.to}: remove it`
  return createPortal(
    <button
      type="button"
      tabIndex={-1}
      className="wire-break nodrag nopan"
      data-is-set={breakpoint !== undefined || undefined}
      data-when={breakpoint?.when !== undefined || undefined}
      title={breakpoint === undefined ? label : t`${sayBreakpoint(breakpoint.when)}. Press to remove it.`}
      aria-label={label}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      onPointerEnter={() => onNear(true)}
      onPointerLeave={() => onNear(false)}
      onClick={() => tryOut.toggleBreakpoint(place)}
    />,
    layer,
  )
}

function sayBreakpoint(when: string | undefined): string {
  return when === undefined ? t`Runs stop here` : t`Runs stop here when ${when}`
}
