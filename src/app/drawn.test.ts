import { expect, test } from "vitest"
import { createDrawn, onceDrawn } from "./drawn.ts"

/** A page at the address, and the timers that were set. */
function opened(address: string) {
  const timers: { readonly milliseconds: number; readonly run: () => void }[] = []
  const drawn = createDrawn(address, (milliseconds, run) => timers.push({ milliseconds, run }))
  const told: string[] = []
  void onceDrawn(drawn).then(() => told.push("drawn"))
  return { drawn, timers, told }
}

test("the builder is waited for until it stands", async () => {
  const { drawn, told } = opened("#/w/report")
  await Promise.resolve()
  expect(told).toEqual([])
  drawn.setState(true, true)
  drawn.setState(true, true)
  await Promise.resolve()
  expect(told).toEqual(["drawn"])
})

test("the builder is not waited for for ever, and other pages are not at all", async () => {
  const builder = opened("#/w/report/runs/1")
  for (const { run } of builder.timers) run()
  await Promise.resolve()
  expect(builder.told).toEqual(["drawn"])
  for (const address of ["#/", "", "#/runs", "#/w/report/statistics"]) {
    const other = opened(address)
    await Promise.resolve()
    expect(other.told, address).toEqual(["drawn"])
    expect(other.timers).toEqual([])
  }
})
