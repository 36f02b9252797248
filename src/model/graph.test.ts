import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ancestors, descendants, graphOf, scopeWires, wiresOf } from "./graph.ts"
import type { Next, Step } from "./workflow.ts"

function step(id: string, next?: Next): Step {
  return { id, kind: "log", ...(next === undefined ? {} : { next }) }
}

/** Reads `a>b a>c` as steps in order of their first mention; a step without wires stands alone: `d`. */
function drawn(picture: string): Step[] {
  const targets = new Map<string, string[]>()
  for (const part of picture.trim().split(/\s+/)) {
    const [from = "", to] = part.split(">")
    targets.set(from, [...(targets.get(from) ?? []), ...(to === undefined ? [] : [to])])
    if (to !== undefined && !targets.has(to)) targets.set(to, [])
  }
  return [...targets].map(([id, next]) => step(id, next))
}

const named = (wires: Iterable<{ from: string; to: string }>) => [...wires].map(w => `${w.from}>${w.to}`)

describe("wires of a step", () => {
  test.each<[string, Next | undefined, unknown[]]>([
    ["no next", undefined, []],
    ["one step", "b", [[null, "b", ["next"]]]],
    [
      "several steps",
      ["b", { to: "c", after: "1m" }],
      [
        [null, "b", ["next", 0]],
        [null, "c", ["next", 1]],
      ],
    ],
    ["one wire in full", { to: "b", when: "x" }, [[null, "b", ["next"]]]],
    [
      "by outlet",
      { true: "b", false: ["c", "d"], failure: { to: "e" } },
      [
        ["true", "b", ["next", "true"]],
        ["false", "c", ["next", "false", 0]],
        ["false", "d", ["next", "false", 1]],
        ["failure", "e", ["next", "failure"]],
      ],
    ],
    ["an end", [], []],
  ])("reads %s", (_, next, expected) => {
    const wires = wiresOf(step("a", next))
    expect(wires.map(wire => [wire.outlet, wire.to, wire.path])).toEqual(expected)
    expect(wires.map(wire => wire.order)).toEqual(expected.map((_, index) => index))
  })

  test("keeps what the wire waits for", () => {
    expect(wiresOf(step("a", [{ to: "b", when: "else" }]))[0]?.spec).toEqual({ to: "b", when: "else" })
    expect(wiresOf(step("a", "b"))[0]?.spec).toEqual({ to: "b" })
  })

  test.each([
    [null],
    [7],
    [{ to: 7 }],
    [{ to: "" }],
    [["", null, 3, [["b"]], { when: "x" }]],
    [JSON.parse('{"__proto__": null, "true": 4}')],
  ])("skips what is broken: %j", next => {
    expect(wiresOf({ id: "a", next: next as Next })).toEqual([])
  })
})

describe("wires of a scope", () => {
  test("a scope in which no step names next runs in list order", () => {
    const wires = scopeWires([step("a"), step("b"), step("c")])
    expect(named(wires)).toEqual(["a>b", "b>c"])
    expect(wires.every(wire => wire.implied && wire.outlet === null)).toBe(true)
  })

  test("one next, be it empty, ends the list order", () => {
    expect(named(scopeWires([step("a"), step("b"), step("c", [])]))).toEqual([])
    expect(named(scopeWires([step("a"), step("b", "a"), step("c")]))).toEqual(["b>a"])
  })

  test("wires are numbered through the scope", () => {
    expect(scopeWires(drawn("a>b a>c b>c")).map(wire => wire.order)).toEqual([0, 1, 2])
  })
})

describe("entries", () => {
  test("are the steps that lead on and are not led to", () => {
    //   a ─▶ c ◀─ b      d
    const graph = graphOf(drawn("a>c b>c d"))
    expect(graph.entries).toEqual(["a", "b"])
    expect(graph.lonely).toEqual(["d"])
  })

  test("are what triggers name, in file order, where it stands in this scope", () => {
    expect(graphOf(drawn("a>c b>c d"), { entries: ["d", "b", "elsewhere"] }).entries).toEqual(["b", "d"])
    expect(graphOf(drawn("a>c b>c d"), { entries: ["d"] }).lonely).toEqual([])
    expect(graphOf(drawn("a>b"), { entries: ["elsewhere"] }).entries).toEqual(["a"])
  })

  test("is the only step", () => {
    expect(graphOf([step("a")]).entries).toEqual(["a"])
    expect(graphOf([step("a")]).lonely).toEqual([])
  })

  test("is the first step where all are led to", () => {
    //   ┌─▶ a ─▶ b ─┐
    //   └───────────┘
    expect(graphOf(drawn("a>b b>a")).entries).toEqual(["a"])
  })

  test("of branches are all steps that are not led to", () => {
    const graph = graphOf([step("a"), step("b")], { branches: true })
    expect([graph.entries, named(graph.wires)]).toEqual([["a", "b"], []])
    expect(graphOf(drawn("a>b c"), { branches: true }).entries).toEqual(["a", "c"])
  })

  test("of nothing are none", () => {
    expect(graphOf([]).entries).toEqual([])
  })
})

test("wires to nowhere are told apart", () => {
  const graph = graphOf([step("a", ["b", "ghost"]), step("b")])
  expect([named(graph.wires), named(graph.dangling)]).toEqual([["a>b"], ["a>ghost"]])
})

test("of two steps with one id there is one in the graph, and a step without an id is none", () => {
  expect(graphOf([step("a"), step("a"), step("")]).ids).toEqual(["a"])
})

describe("loop-backs", () => {
  test("close a cycle", () => {
    //   a ─▶ b ─▶ c ─▶ d
    //        ▲────┘
    const graph = graphOf(drawn("a>b b>c c>b c>d"))
    expect(named(graph.backs)).toEqual(["c>b"])
    expect(graph.loops).toEqual([{ target: "b", backs: [...graph.backs], body: new Set(["b", "c"]) }])
    expect(Object.fromEntries(graph.levels)).toEqual({ a: 0, b: 1, c: 2, d: 3 })
  })

  test("may be a step's wire to itself", () => {
    const graph = graphOf(drawn("a>b b>b"))
    expect(graph.loops.map(loop => [loop.target, ...loop.body])).toEqual([["b", "b"]])
  })

  test("are found in file order", () => {
    //   a ─▶ b ⇄ c ◀─ a: whichever of the two a names first is entered first
    expect(named(graphOf(drawn("a>b a>c b>c c>b")).backs)).toEqual(["c>b"])
    expect(named(graphOf(drawn("a>c a>b b>c c>b")).backs)).toEqual(["b>c"])
  })

  test("are found in what cannot be reached", () => {
    const graph = graphOf(drawn("a>b c>d d>c"))
    expect(named(graph.backs)).toEqual(["d>c"])
    expect([...graph.reachable]).toEqual(["a", "b"])
  })

  test("a body holds every way from target to source, and nothing beside", () => {
    //   a ─▶ b ─▶ c ─▶ e ─▶ f       g leads in and h leads off: neither is in the body
    //   g ───┼──▶ d ───▲    │
    //        └────▲         ├─▶ i
    //        ▲──────────────┘       c ─▶ h
    const graph = graphOf(drawn("a>b b>c b>d c>e d>e e>f f>b f>i g>d c>h"))
    expect([...(graph.loops[0]?.body ?? [])].sort()).toEqual(["b", "c", "d", "e", "f"])
  })

  test("all loop-backs into one step make one loop", () => {
    //   a ─▶ b ─▶ c ─▶ d,  c ─▶ b,  d ─▶ b
    const graph = graphOf(drawn("a>b b>c c>b c>d d>b"))
    expect(graph.loops.map(loop => [loop.target, named(loop.backs), loop.body])).toEqual([
      ["b", ["d>b", "c>b"].sort(), new Set(["b", "c", "d"])],
    ])
  })

  test("a body within a body stays apart", () => {
    //   a ─▶ b ─▶ c ─▶ d ─▶ e       inner: b c d's c ⇄ d; outer: b to e
    const graph = graphOf(drawn("a>b b>c c>d d>c d>e e>b"))
    expect(graph.loops.map(loop => [loop.target, [...loop.body].sort().join("")])).toEqual([
      ["b", "bcde"],
      ["c", "cd"],
    ])
  })

  test("bodies that cross are one", () => {
    //   a ─▶ b ─▶ c ─▶ d ─▶ e       d ─▶ b and e ─▶ c
    const graph = graphOf(drawn("a>b b>c c>d d>b d>e e>c"))
    expect(graph.loops.map(loop => [loop.target, [...loop.body].sort().join("")])).toEqual([
      ["b", "bcde"],
      ["c", "bcde"],
    ])
  })

  test("a union that crosses a third takes it in, and one that holds a fourth does not", () => {
    //   a ─▶ b ─▶ c ─▶ d ─▶ e ─▶ f ─▶ g     c ─▶ a, d ─▶ c … crosses; f ⇄ g and e ─▶ e stay
    const graph = graphOf(drawn("a>b b>c c>a c>d d>c d>e e>d e>e e>f f>g g>f"))
    expect(graph.loops.map(loop => [loop.target, [...loop.body].sort().join("")])).toEqual([
      ["a", "abcde"],
      ["c", "abcde"],
      ["d", "abcde"],
      ["e", "e"],
      ["f", "fg"],
    ])
  })
})

test("ancestors and descendants go all ways, loop-backs included", () => {
  const graph = graphOf(drawn("a>b b>c c>b c>d e>d"))
  expect([...ancestors(graph, "d")].sort()).toEqual(["a", "b", "c", "e"])
  expect([...ancestors(graph, "b")].sort()).toEqual(["a", "c"])
  expect([...descendants(graph, "b")].sort()).toEqual(["c", "d"])
  expect([...descendants(graph, "nowhere")]).toEqual([])
})

describe("whatever the graph", () => {
  const ids = ["a", "b", "c", "d", "e", "f", "g"]
  const scope = fc
    .array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 14 })
    .map(pairs =>
      ids.map(id =>
        step(
          id,
          pairs.filter(([from]) => from === id).map(([, to]) => to),
        ),
      ),
    )

  test("without its loop-backs it has no cycle: every forward wire leads on, and up", () => {
    fc.assert(
      fc.property(scope, steps => {
        const graph = graphOf(steps)
        for (const wire of graph.wires) {
          if (graph.backs.has(wire)) continue
          expect(graph.sorted.indexOf(wire.from)).toBeLessThan(graph.sorted.indexOf(wire.to))
          expect(graph.levels.get(wire.from)).toBeLessThan(graph.levels.get(wire.to) ?? 0)
        }
      }),
    )
  })

  test("bodies hold all ways from target to source, joined only where they cross", () => {
    fc.assert(
      fc.property(scope, steps => {
        const graph = graphOf(steps)
        const plain = plainBodies(graph)
        expect(graph.loops.map(loop => loop.target).sort()).toEqual([...plain.keys()].sort())
        for (const { target, body } of graph.loops) {
          const inside = [...plain.values()].filter(other => within(other, body))
          expect(new Set(inside.flatMap(other => [...other]))).toEqual(body)
          expect(within(plain.get(target) ?? new Set(), body)).toBe(true)
          expect(graph.loops.some(other => cross(body, other.body))).toBe(false)
          const alone = [...plain.values()].every(other => !cross(plain.get(target) ?? body, other))
          if (alone) expect(body).toEqual(plain.get(target))
        }
      }),
      { numRuns: 500 },
    )
  })

  type Ids = ReadonlySet<string>
  const within = (inner: Ids, outer: Ids) => [...inner].every(id => outer.has(id))
  const cross = (one: Ids, other: Ids) =>
    [...one].some(id => other.has(id)) && !within(one, other) && !within(other, one)

  function plainBodies(graph: ReturnType<typeof graphOf>): Map<string, Set<string>> {
    const forward = graph.wires.filter(wire => !graph.backs.has(wire))
    const from = (id: string): Set<string> => {
      const found = new Set([id])
      for (const here of found) for (const wire of forward) if (wire.from === here) found.add(wire.to)
      return found
    }
    const bodies = new Map<string, Set<string>>()
    for (const back of graph.backs) {
      const body = bodies.get(back.to) ?? new Set()
      for (const id of from(back.to)) if (from(id).has(back.from)) body.add(id)
      bodies.set(back.to, body)
    }
    return bodies
  }
})

describe("large graphs", () => {
  const id = (index: number) => `s${index}`

  test("a chain of 10,000 steps that each loop back is no deeper than another", () => {
    const steps = Array.from({ length: 10_000 }, (_, i) => step(id(i), [id(i + 1), id(Math.max(0, i - 1))]))
    const graph = graphOf(steps)
    expect(graph.levels.get(id(9_999))).toBe(9_999)
    expect(graph.loops[0]?.body.size).toBe(10_000)
  })

  test("thousands of loops, each around the next, fill no memory", () => {
    const count = 10_000
    const steps = Array.from({ length: count }, (_, i) =>
      step(id(i), [id(i + 1), ...(i > count / 2 ? [id(count - 1 - i)] : [])]),
    )
    const graph = graphOf(steps)
    expect(graph.loops.length).toBe(count / 2 - 1)
    expect(new Set(graph.loops.map(loop => loop.body)).size).toBeLessThan(200)
    expect(graph.loops.every(loop => loop.body.has(loop.target))).toBe(true)
  })

  test("100,000 wires are read in time that grows with their number", () => {
    const steps = Array.from({ length: 10_000 }, (_, i) =>
      step(
        id(i),
        Array.from({ length: 10 }, (_, k) => id((i + 1 + k * k) % 10_000)),
      ),
    )
    graphOf(steps.slice(0, 100))
    const before = performance.now()
    const graph = graphOf(steps)
    // Well under a second by itself; work that grew with the square of the wires would take minutes.
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(graph.wires.length).toBe(100_000)
  })
})
