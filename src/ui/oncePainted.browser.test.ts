import { expect, test } from "vitest"
import { oncePainted } from "./oncePainted.ts"

test("what waits for the screen comes a frame after what is drawn now, once, and not where it was called off", async () => {
  const told: string[] = []
  oncePainted(() => told.push("painted"))
  const callOff = oncePainted(() => told.push("called off"))
  callOff()
  requestAnimationFrame(() => told.push("this frame"))
  expect(told).toEqual([])
  await expect.poll(() => told).toContain("painted")
  await new Promise(go => setTimeout(go, 100))
  expect(told).toEqual(["this frame", "painted"])
})
