/*
 * What is typed into a field shows at once, for the field keeps it; the document follows when the hand rests a little,
 * as what follows from a document of thousands of steps takes longer than there is between two letters. Whoever asks
 * for the document meanwhile has it settled first: nothing that stands in a field is ever left out.
 */

/** Edits that a typing hand makes, each put off a little. */
export interface Typing {
  /** Does this soon, in place of what waits under the same name; what waits under another one is done first. */
  soon(name: string, act: () => void): void
  /** Does now what waits. */
  settle(): void
}

interface TypingOptions {
  /** Calls back after the time; gives the way to call it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void
  readonly now: () => number
  /** Told whether something waits. */
  readonly tell: (isTyping: boolean) => void
}

/**
 * A hand rests when it has written nothing for so long, in milliseconds. With half as much again for a hand that never
 * does, the rest of the 300 ms that a change may wait is left for what follows and for the disk.
 */
const rest = 150

/** What waits. */
interface Waiting {
  readonly name: string
  readonly since: number
  readonly act: () => void
}

/** Puts edits off until the hand that types them rests, but never for much longer than that. */
export function createTyping({ after, now, tell }: TypingOptions): Typing {
  let waiting: Waiting | null = null
  let callOff = () => {}

  function settle() {
    const due = waiting
    if (due === null) return
    waiting = null
    callOff()
    due.act()
    tell(false)
  }

  return {
    soon(name, act) {
      if (waiting !== null && waiting.name !== name) settle()
      const since = waiting?.since ?? now()
      if (waiting === null) tell(true)
      waiting = { name, since, act }
      callOff()
      callOff = after(Math.max(0, Math.min(rest, since + 1.5 * rest - now())), settle)
    },
    settle,
  }
}

/** Keys that change the text of a field, or the place in it, and nothing else on the page. */
const typingKeys = new Set(
  ["Backspace", "Delete", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Shift"].concat([
    "CapsLock",
    "Alt",
    "AltGraph",
    "Dead",
    "Process",
    "Unidentified",
  ]),
)

/** Settles what was typed before the page hears of anything that is no typing; gives the way to stop. */
export function settleBeforeAll({ settle }: Pick<Typing, "settle">): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey
    if (!isLetter && !typingKeys.has(event.key)) settle()
  }
  const others = ["pointerdown", "click", "focusout", "beforeunload", "pagehide"] as const
  for (const type of others) window.addEventListener(type, settle, true)
  window.addEventListener("keydown", onKey, true)
  return () => {
    for (const type of others) window.removeEventListener(type, settle, true)
    window.removeEventListener("keydown", onKey, true)
  }
}
