/**
 * Calls back in a task of its own, as soon as what waits (a press, a frame) has had its turn. A timer would do the same,
 * but waits at least 4 ms where it is set again and again.
 */
export function nextTask(work: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    work()
  }
  port2.postMessage(null)
}
