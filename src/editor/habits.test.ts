import { expect, test } from "vitest"
import { createHabits, usualHabits } from "./habits.ts"

function memory(kept: string | null) {
  let now = kept
  return {
    read: () => now,
    write(text: string) {
      now = text
    },
  }
}

test("what was chosen is there the next time, beside what was not", () => {
  const home = memory(null)
  createHabits(home).choose({ openEnd: "nothing" })
  expect(createHabits(home).store.getState()).toEqual({ ...usualHabits, openEnd: "nothing" })
})

test("what cannot be read counts as not chosen", () => {
  for (const kept of ["", "[]", "{", '{"openEnd": 3, "openEndWithShift": "fly"}'])
    expect(createHabits(memory(kept)).store.getState()).toEqual(usualHabits)
})
