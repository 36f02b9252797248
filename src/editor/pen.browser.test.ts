import { afterEach, expect, test, vi } from "vitest"
import { createPen } from "./pen.ts"

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

let last = 0

/** Tabs on one workflow: over the browser's own locks and channels. */
function workflow() {
  const name = `pen-${Date.now()}-${++last}`
  const log: string[] = []
  function tab(id: string, { isFrozen = false, write = async () => {} } = {}) {
    const pen = createPen({
      name,
      locks: navigator.locks,
      join(hear) {
        const channel = new BroadcastChannel(name)
        channel.addEventListener("message", ({ data }) => isFrozen || hear(data))
        return { say: word => channel.postMessage(word), leave: () => channel.close() }
      },
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds)
        return () => clearTimeout(timer)
      },
      async come() {
        log.push(`${id} reads`)
      },
      async go() {
        await write()
        log.push(`${id} writes`)
      },
    })
    const close = pen.start()
    endings.push(close)
    return { pen, close, is: () => pen.store.getState().is }
  }
  return { tab, log }
}

const soon = (look: () => void) => vi.waitFor(look, { timeout: 5_000, interval: 5 })

test("the first tab has the pen, the others follow, and one of them gets it when that closes", async () => {
  const { tab } = workflow()
  const [a, b, c] = [tab("a"), tab("b"), tab("c")]
  await soon(() => expect([a.is(), b.is(), c.is()]).toEqual(["here", "elsewhere", "elsewhere"]))
  a.close()
  await soon(() => expect([b.is(), c.is()]).toEqual(["here", "elsewhere"]))
})

test("a tab that takes the pen gets it once the other has written, and the other then waits for it", async () => {
  const { tab, log } = workflow()
  let write = () => {}
  const written = new Promise<void>(done => {
    write = done
  })
  const a = tab("a", { write: () => written })
  await soon(() => expect(a.is()).toBe("here"))
  const b = tab("b")
  await soon(() => expect(b.is()).toBe("elsewhere"))
  b.pen.take()
  await soon(() => expect(a.is()).toBe("elsewhere"))
  expect(b.is()).toBe("elsewhere")
  write()
  await soon(() => expect(b.is()).toBe("here"))
  expect(log.indexOf("a writes")).toBeLessThan(log.indexOf("b reads"))
  b.close()
  await soon(() => expect(a.is()).toBe("here"))
})

test("a frozen tab is passed over, and follows when it thaws", async () => {
  const { tab } = workflow()
  const a = tab("a", { isFrozen: true })
  await soon(() => expect(a.is()).toBe("here"))
  const b = tab("b")
  await soon(() => expect(b.is()).toBe("elsewhere"))
  b.pen.take()
  await soon(() => expect([a.is(), b.is()]).toEqual(["elsewhere", "here"]))
})

test("a tab that was closed while it waited never comes to have the pen", async () => {
  const { tab, log } = workflow()
  const a = tab("a")
  await soon(() => expect(a.is()).toBe("here"))
  const b = tab("b")
  const c = tab("c")
  b.close()
  a.close()
  await soon(() => expect(c.is()).toBe("here"))
  expect(log).not.toContain("b reads")
})
