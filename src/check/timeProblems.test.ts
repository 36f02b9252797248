import { expect, test } from "vitest"
import { codesIn } from "./testing/problemsIn.ts"

function tick(parameters: string): string[] {
  return codesIn(`triggers: [{ id: t, type: tick, with: { ${parameters} } }]\nsteps: [{ id: a, kind: note }]`)
}

test.each(["0 9 * * 1-5", "*/5 * * * *", "0 0 1 JAN *", "0 9 * * MON", "@daily"])(
  "%s is a schedule",
  cron => {
    expect(tick(`cron: "${cron}"`)).toEqual([])
  },
)

test.each([
  "",
  "0 9 * *",
  "0 9 * * 1-5 2030",
  "60 9 * * *",
  "0 25 * * *",
  "daily",
  "0 0 30 2 *",
  "* * * * * *",
  "a b c d e",
])("“%s” is none", cron => {
  expect(tick(`cron: "${cron}"`)).toEqual(["bad_cron triggers.0.with.cron"])
})

test("time zones are names that this computer knows", () => {
  expect(tick("timezone: Europe/Berlin")).toEqual([])
  expect(tick("timezone: UTC")).toEqual([])
  expect(tick("timezone: Europe/Atlantis")).toEqual(["bad_timezone triggers.0.with.timezone"])
  const settings = (zone: string) =>
    codesIn(`steps: [{ id: a, kind: note }]\nsettings: { timezone: ${zone} }`)
  expect(settings("Mars/Olympus")).toEqual(["bad_timezone settings.timezone"])
  expect(settings('"{{ inputs.zone }}"')).toEqual(["unknown_input settings.timezone"])
})

test("durations in parameters are read, and those of the file itself have an end", () => {
  const step = (said: string) => codesIn(`steps: [{ id: a, kind: note, ${said} }]`)
  expect(step("with: { wait: 5m }, timeout: 2h30m")).toEqual([])
  expect(step("with: { wait: 5 minutes }")).toEqual(["bad_duration steps.0.with.wait"])
  expect(step('with: { wait: "{{ 5 + 5 }}m" }')).toEqual([])
  expect(step("timeout: 4000d")).toEqual(["long_duration steps.0.timeout"])
  expect(step("retry: { delay: 4000d }")).toEqual(["long_duration steps.0.retry.delay"])
  expect(step("retry: [{ delay: 1s }, { maxDelay: 4000d }]")).toEqual([
    "long_duration steps.0.retry.1.maxDelay",
  ])
  expect(step("budget: { time: 4000d }")).toEqual(["long_duration steps.0.budget.time"])
  expect(codesIn("steps: [{ id: a, kind: note }]\nsettings: { timeout: 4000d }")).toEqual([
    "long_duration settings.timeout",
  ])
})

test("a wire waits for a duration, or for a date or a schedule", () => {
  const wire = (said: string) =>
    codesIn(`steps: [{ id: a, kind: rest, next: { to: b, ${said} } }, { id: b, kind: note }]`)
  expect(wire("after: 10m")).toEqual([])
  expect(wire("after: 4000d")).toEqual(["long_duration steps.0.next.after"])
  expect(wire("at: 2030-01-31")).toEqual([])
  expect(wire("at: 2030-01-31T09:00:00+01:00")).toEqual([])
  expect(wire('at: "0 9 * * *"')).toEqual([])
  expect(wire("at: 2030-13-31")).toEqual(["bad_time steps.0.next.at"])
  expect(wire("at: tomorrow")).toEqual(["bad_time steps.0.next.at"])
})
