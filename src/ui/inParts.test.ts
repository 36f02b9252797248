import { expect, test } from "vitest"
import { inParts } from "./inParts.ts"

/** Work of so many parts, each of which takes some milliseconds. */
function* work(parts: number, milliseconds: number): Generator<undefined, string> {
  for (let part = 0; part < parts; part++) {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
    yield
  }
  return "done"
}

test("long work lets others have their turn, and comes to its end", async () => {
  let turns = 0
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    turns++
    port2.postMessage(null)
  }
  port2.postMessage(null)
  expect(await inParts(work(10, 6))).toBe("done")
  port1.close()
  expect(turns).toBeGreaterThanOrEqual(3)
})

test("short work is done at once, and what it throws is thrown", async () => {
  expect(await inParts(work(3, 0))).toBe("done")
  const broken = function* (): Generator<undefined, string> {
    yield
    throw new Error("broken")
  }
  await expect(inParts(broken())).rejects.toThrow("broken")
})
