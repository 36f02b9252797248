/** Holds back what the page asks its workers, until it hears that it may go. Handed to the page as text. */
export function hold() {
  const held: (() => void)[] = []
  const back: (() => void)[] = []
  for (const kind of [Worker, MessagePort]) {
    const { postMessage } = kind.prototype
    kind.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
      held.push(() => Reflect.apply(postMessage, this, given))
    }
    back.push(() => {
      kind.prototype.postMessage = postMessage
    })
  }
  const letGo = () => {
    for (const act of [...back, ...held]) act()
  }
  addEventListener("let-go", letGo, { once: true })
}
