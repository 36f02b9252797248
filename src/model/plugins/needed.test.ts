import { expect, test } from "vitest"
import { namingPlugins } from "./needed.ts"

const installed = [
  { name: "weather", version: "1.2.0" },
  { name: "text", version: "1.0.0" },
]
const step = (kind: string, steps: object[] = []) => ({
  id: "a",
  kind,
  ...(steps.length > 0 ? { steps } : {}),
})
const workflow = (...steps: object[]) => ({ rivulet: 1, id: "w", steps: steps as never })

test("plugins of steps, of what stands in containers, and of triggers are named with what is installed", () => {
  const inside = workflow(step("foreach", [{ ...step("weather.forecast"), id: "b" }]))
  const asked = { ...inside, triggers: [{ id: "t", type: "text.changed" }] }
  expect(namingPlugins(asked, installed).plugins).toEqual({ weather: "1.2.0", text: "1.0.0" })
})

test("what needs none, or names them all, stays the very same", () => {
  const plain = workflow(step("file.read"))
  expect(namingPlugins(plain, installed)).toBe(plain)
  const named = { ...workflow(step("text.count")), plugins: { text: "1.0.0" } }
  expect(namingPlugins(named, installed)).toBe(named)
})

test("what is named and not installed is left as it says", () => {
  const given = {
    ...workflow(step("weather.forecast"), step("other.do")),
    plugins: { other: "3.0.0", weather: "1.0.0" },
  }
  expect(namingPlugins(given, installed).plugins).toEqual({ other: "3.0.0", weather: "1.2.0" })
})
