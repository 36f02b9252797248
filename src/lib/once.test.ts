import { expect, test } from "vitest"
import { once } from "./once.ts"

test("it is made when it is first asked for, and once, even where it is nothing", () => {
  let count = 0
  const give = once(() => {
    count++
    return undefined
  })
  expect(count).toBe(0)
  expect([give(), give()]).toEqual([undefined, undefined])
  expect(count).toBe(1)
})
