interface Following {
  readonly onMove: (event: PointerEvent) => void
  readonly onLetGo: () => void
  /** It is over: the hand let go, or not. */
  readonly onEnd: () => void
}

/** Follows a hand that is down until it lets go. Escape ends that for nothing, as does a system that takes the hand. */
export function followHand({ onMove, onLetGo, onEnd }: Following): void {
  const over = new AbortController()
  const listen = <Type extends keyof WindowEventMap>(
    type: Type,
    hear: (event: WindowEventMap[Type]) => void,
  ) => window.addEventListener(type, hear, { signal: over.signal })
  function end() {
    over.abort()
    onEnd()
  }
  listen("pointermove", onMove)
  listen("pointercancel", end)
  listen("keydown", ({ key }) => key === "Escape" && end())
  listen("pointerup", () => {
    onLetGo()
    end()
  })
}
