import { expect, test } from "vitest"
import { ago } from "./ago.ts"

const now = Date.UTC(2026, 10, 21, 12)

test.each([
  [0, "just now"],
  [59_000, "just now"],
  [5 * 60_000, "5 min. ago"],
  [3 * 3_600_000, "3 hr. ago"],
  [86_400_000, "yesterday"],
  [-5_000, "just now"],
  [40 * 86_400_000, "Oct 12, 2026"],
])("%d ms ago is %s", (passed, words) => {
  expect(ago(now - passed, now)).toBe(words)
})
