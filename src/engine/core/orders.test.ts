import { expect, test } from "vitest"
import type { Workflow } from "../../model/workflow.ts"
import { type Driver, run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

type Order = NonNullable<NonNullable<Workflow["settings"]>["order"]>

/** Completes whatever starts, one after the other; the order in which steps started. */
function orderOf(driver: Driver, leave: (name: string, visit: number) => string = () => "success"): string {
  const order: string[] = []
  for (let guard = 0; guard < 100; guard++) {
    const [start, another] = driver.asked("start")
    if (start === undefined) break
    expect(another).toBeUndefined()
    order.push(start.step)
    driver.step(start.step).leaves({ [leave(start.step, start.visit)]: start.visit })
  }
  driver.expectEnded("completed")
  return order.join(" ")
}

function ordered(order: Order, graph: string, parts: Parameters<typeof steps>[1] = {}): Driver {
  return run(flow(steps(graph, parts), { settings: { order } }))
}

test("[O1] breadth_first runs one step at a time, topmost wire first, level by level", () => {
  //  a ─┬▶ b ──▶ d
  //     └▶ c ──▶ e
  expect(orderOf(ordered("breadth_first", "a>b a>c b>d c>e"))).toBe("a b c d e")
})

test("[O2] depth_first follows a live wire to its end before its later siblings", () => {
  //  a ─┬▶ b ──▶ d
  //     └▶ c ──▶ e
  expect(orderOf(ordered("depth_first", "a>b a>c b>d c>e"))).toBe("a b d c e")
})

test("[O3] in depth_first each arrival begins a visit", () => {
  //  a ─┬▶ b ──▶ d
  //     └▶ c ──▶ d
  const driver = ordered("depth_first", "a>b a>c b>d c>d")
  expect(orderOf(driver)).toBe("a b d c d")
  expect(driver.visit("d").number).toBe(2)
})

test("[O4] in depth_first a loop-back is a wire like any other, and waits for nothing to be quiet", () => {
  //  ┌─again─┐
  //  ▼       │
  //  a ──▶ b ┴▶ c       b also leads to c, which waits until the rounds are over
  const driver = ordered("depth_first", "a>b b.again>a b.success>c")
  const order = orderOf(driver, (name, visit) => (name === "b" && visit < 3 ? "again" : "success"))
  expect(order).toBe("a b a b a b c")
})

test("[O5] in depth_first a step with several inlets waits for all of them, or until nothing else is left", () => {
  //  a ─┬▶ b ──1▶ m
  //     └▶ c ──2▶ m
  const parts = { m: { kind: "compare" } }
  const wires = { "c>m": { inlet: 2 } }
  const both = run(flow(steps("a>b a>c b>m c>m", parts, wires), { settings: { order: "depth_first" } }))
  expect(orderOf(both)).toBe("a b c m")
  expect(both.visit("m").arrivals.map(({ wire }) => wire.from.id)).toEqual(["b", "c"])
  const one = run(
    flow(steps("a>b a>c b>m c.no>m", parts, { "c.no>m": { inlet: 2 } }), {
      settings: { order: "depth_first" },
    }),
  )
  expect(orderOf(one)).toBe("a b c m")
  expect(one.visit("m").arrivals.map(({ wire }) => wire.from.id)).toEqual(["b"])
})

test("[O6] visits limits a cycle in depth_first too", () => {
  const driver = run(flow(steps("a>a", { a: { visits: 2 } }), { settings: { order: "depth_first" } }))
  driver.step("a").completes().step("a").completes().expectEnded("failed")
})
