/** So long, in milliseconds, the page does nothing else: less than a frame. */
const longest = 10

/**
 * Does the work a little at a time, and lets the page take in keys and draw in between; as fast as it can otherwise. No
 * timer is waited for, as those come late where one follows another.
 */
export async function inParts<T>(work: Generator<undefined, T>): Promise<T> {
  let until = performance.now() + longest
  for (;;) {
    const part = work.next()
    if (part.done) return part.value
    if (performance.now() < until) continue
    await othersTurn()
    until = performance.now() + longest
  }
}

function othersTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise(go => {
    port1.onmessage = () => {
      port1.close()
      go()
    }
    port2.postMessage(null)
  })
}
