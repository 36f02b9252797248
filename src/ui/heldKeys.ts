import { useLayoutEffect } from "react"

/**
 * Keeps the keys that are pressed while something comes that will hear them. Whoever ends that has them given to what
 * has the focus then, one with each frame, as a hand would press them, and those that come meanwhile after them.
 */
function holdKeys(): () => void {
  const held: KeyboardEvent[] = []
  const hold = (event: KeyboardEvent) => {
    // What is given comes through here too.
    if (!event.isTrusted) return
    event.preventDefault()
    event.stopImmediatePropagation()
    held.push(event)
  }
  window.addEventListener("keydown", hold, true)
  return function giveNext() {
    requestAnimationFrame(() => {
      const next = held.shift()
      if (next === undefined) return window.removeEventListener("keydown", hold, true)
      give(next)
      giveNext()
    })
  }
}

/** What is made of a pressed key is text where there is a field; the rest is heard as a key. */
function give(event: KeyboardEvent) {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event
  const isText = key.length === 1 && !ctrlKey && !metaKey && !altKey
  if (isText) document.execCommand("insertText", false, key)
  else if (key === "Backspace") document.execCommand("delete")
  else {
    const again = { key, code, shiftKey, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true }
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", again))
  }
}

/** Waits for something that will hear the keys: who types before it is there has typed to it. */
export function HeldKeys() {
  useLayoutEffect(holdKeys, [])
  return null
}
