import { afterEach, describe, expect, test, vi } from "vitest"
import { err } from "../lib/result.ts"
import { done, failed } from "../model/step.ts"
import { createListener, createTestBrowser, testKind, testWorkflow } from "./testing/testEngine.ts"

let browser = createTestBrowser()
afterEach(async () => {
  await browser.close()
  browser = createTestBrowser()
})

const soon = { timeout: 5_000, interval: 10 }
const ended = (listener: ReturnType<typeof createListener>) =>
  vi.waitFor(() => expect(listener.types()).toContain("run.ended"), soon)

const chain = (length: number) =>
  testWorkflow(
    Array.from({ length }, (_, at) => ({
      id: `s${at}`,
      kind: "set",
      with: { values: { n: at } },
    })),
  )

/** A step that goes on when the test says so. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>(go => {
    open = go
  })
  let entered = 0
  return {
    open: () => open(),
    entered: () => entered,
    kind: (effect: "pure" | "read" | "write" | "once") =>
      testKind("gate", effect, async (_, { signal }) => {
        entered++
        await Promise.race([opened, new Promise(go => signal.addEventListener("abort", go))])
        return done("through")
      }),
  }
}

describe("watching", () => {
  test("tells the journal so far and what follows, once and in order, whenever one begins to watch", async () => {
    const tab = await browser.tab()
    const listeners = [createListener()]
    tab.watch("r", 0, (listeners[0] as never as { hear: never }).hear)
    await tab.start("r", { workflow: chain(3_000) })
    for (let more = 0; more < 5; more++) {
      const listener = createListener()
      listeners.push(listener)
      tab.watch("r", 0, listener.hear)
      await new Promise(go => setTimeout(go, 15))
    }
    for (const listener of listeners) {
      await ended(listener)
      expect(listener.isWhole()).toBe(true)
      expect(listener.events()).toHaveLength(3_002)
    }
  })

  test("sends one message for each frame at most", async () => {
    const tab = await browser.tab([
      testKind("slow", "read", async () => {
        await new Promise(go => setTimeout(go, 3))
        return done(1)
      }),
    ])
    const listener = createListener()
    tab.watch("r", 0, listener.hear)
    const steps = Array.from({ length: 30 }, (_, at) => ({ id: `s${at}`, kind: "slow" }))
    await tab.start("r", { workflow: testWorkflow(steps) })
    await ended(listener)
    expect(listener.isWhole()).toBe(true)
    // On the whole: how long a message is on its way differs, so that two may come close behind each other.
    const [first = 0] = listener.times
    const span = (listener.times.at(-1) ?? 0) - first
    expect(span / (listener.times.length - 1)).toBeGreaterThan(10)
  })

  test("begins again at any event, as after the engine was started anew", async () => {
    const tab = await browser.tab()
    await tab.start("r", { workflow: chain(50) })
    const all = createListener()
    tab.watch("r", 0, all.hear)
    await ended(all)
    const rest = createListener()
    tab.watch("r", 20, rest.hear)
    await ended(rest)
    expect(rest.news[0]?.seq).toBe(20)
    expect(rest.events()).toEqual(all.events().slice(20))
  })

  test("works from a tab that does not have the run, and from one that opens later", async () => {
    const [a, b] = [await browser.tab(), await browser.tab()]
    const listener = createListener()
    b.watch("r", 0, listener.hear)
    await a.start("r", { workflow: chain(2_500) })
    await ended(listener)
    expect(listener.isWhole()).toBe(true)
    expect(listener.events()).toHaveLength(2_502)
  })

  test("shows what a step says while it runs, apart from events", async () => {
    let goOn = () => {}
    const isHeard = new Promise<void>(go => {
      goOn = go
    })
    const tab = await browser.tab([
      testKind("talks", "read", async (_, context) => {
        context.stream("a")
        context.stream("b")
        context.progress(0.5, "half")
        context.log("info", "hello", { n: 1 })
        await isHeard
        return done(null)
      }),
    ])
    const listener = createListener()
    tab.watch("r", 0, listener.hear)
    await tab.start("r", { workflow: testWorkflow([{ id: "t", kind: "talks" }]) })
    const heard = () => listener.news.flatMap(({ notes }) => notes.map(({ step, note }) => [step, note]))
    await expect.poll(heard).toHaveLength(3)
    goOn()
    await ended(listener)
    expect(heard()).toEqual([
      ["t", { type: "text", text: "ab" }],
      ["t", { type: "progress", share: 0.5, say: "half" }],
      [
        "t",
        { type: "log", level: "info", message: "hello", data: { n: 1 }, at: expect.any(Number), number: 0 },
      ],
    ])
  })

  test("shows it in other tabs that watch the run too, before what comes of it", async () => {
    const [isWatched, isHeard] = [latch(), latch()]
    const kind = testKind("talks", "read", async (_, context) => {
      await isWatched.opened
      context.stream("a")
      context.stream("b")
      context.progress(0.5, "half")
      context.log("info", "hello")
      await isHeard.opened
      context.stream("c")
      return done(null)
    })
    const [a, b] = [await browser.tab([kind]), await browser.tab([kind])]
    await a.start("r", { workflow: testWorkflow([{ id: "t", kind: "talks" }]) })
    const listener = createListener()
    b.watch("r", 0, listener.hear)
    await vi.waitFor(() => expect(listener.types()).toContain("run.started"), soon)
    isWatched.open()
    const heard = () => listener.news.flatMap(({ notes }) => notes.map(({ step, note }) => [step, note.type]))
    await vi.waitFor(() => expect(heard()).toHaveLength(3), soon)
    isHeard.open()
    await ended(listener)
    expect(heard()).toEqual([
      ["t", "text"],
      ["t", "progress"],
      ["t", "log"],
      ["t", "text"],
    ])
    const saying = (text: string) =>
      listener.news.findIndex(({ notes }) => notes.some(({ note }) => "text" in note && note.text === text))
    const isOver = listener.news.findIndex(({ events }) =>
      events.some(event => JSON.stringify(event).includes("step.completed")),
    )
    expect(saying("ab")).toBeLessThan(isOver)
    expect(saying("c")).toBeLessThanOrEqual(isOver)
  })
})

/** What is waited for until it is opened. */
function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {}
  const opened = new Promise<void>(go => {
    open = go
  })
  return { opened, open }
}

describe("large values", () => {
  test("stand once by their hash, and are whole where they are used", async () => {
    const text = "x".repeat(100_000)
    const tab = await browser.tab([
      testKind("large", "pure", () => done(text)),
      testKind("same", "pure", (_, { incoming }) => done(incoming ?? null)),
      testKind("length", "pure", (_, { incoming }) => done(String(incoming).length)),
    ])
    const listener = createListener()
    tab.watch("r", 0, listener.hear)
    await tab.start("r", {
      workflow: testWorkflow([
        { id: "a", kind: "large" },
        { id: "b", kind: "same" },
        { id: "c", kind: "length" },
      ]),
    })
    await ended(listener)
    const outlets = listener
      .events()
      .flatMap(event => (event.type === "step.completed" ? [event.outlets.success] : []))
    const [{ blob }] = outlets as [{ blob: string }]
    expect(outlets).toEqual([{ blob }, { blob }, 100_000])
    expect(await tab.value(blob)).toBe(text)
    expect(await tab.database.blobs.where("hash").equals(blob).count()).toBe(1)
  })

  test("cannot be pointed at by what comes from outside", async () => {
    const tab = await browser.tab([testKind("liar", "pure", () => done({ blob: "0".repeat(64) }))])
    const listener = createListener()
    tab.watch("r", 0, listener.hear)
    await tab.start("r", { workflow: testWorkflow([{ id: "a", kind: "liar" }]) })
    await ended(listener)
    const last = listener.events().at(-1)
    const { blob } = (last?.type === "run.ended" ? last.output : null) as { blob: string }
    expect(blob).not.toBe("0".repeat(64))
    expect(await tab.value(blob)).toEqual({ blob: "0".repeat(64) })
  })
})

describe("commands", () => {
  const asking = testWorkflow([
    { id: "ask", kind: "approve", with: { title: "Go?" }, next: { approved: "s" } },
    { id: "s", kind: "set", with: { values: {} } },
  ])
  const answer = {
    type: "answer",
    place: { in: "", step: "ask" },
    outlet: "approved",
    value: { by: "me" },
  } as const

  test("pause, resume and cancel a run, and are on disk when they are answered", async () => {
    const held = gate()
    const tab = await browser.tab([held.kind("read")])
    await tab.start("r", {
      workflow: testWorkflow([
        { id: "g", kind: "gate" },
        { id: "s", kind: "set", with: { values: {} } },
      ]),
    })
    await vi.waitFor(() => expect(held.entered()).toBe(1), soon)
    const types = async () => {
      const found: string[] = []
      for await (const chunk of tab.journal.read("r")) found.push(...chunk.map(event => event.type))
      return found
    }
    expect(await tab.command("r", { type: "pause" })).toEqual({ ok: true, value: { run: "r" } })
    expect((await types()).at(-1)).toBe("run.paused")
    held.open()
    expect(await tab.command("r", { type: "resume" })).toMatchObject({ ok: true })
    await vi.waitFor(async () => expect((await types()).at(-1)).toBe("run.ended"), soon)
    expect(await tab.command("r", { type: "cancel" })).toMatchObject({ error: { code: "run_over" } })
    expect(await tab.command("none", { type: "cancel" })).toMatchObject({ error: { code: "run_unknown" } })
  })

  test("reach the tab that has the run, once each", async () => {
    const [a, b] = [await browser.tab(), await browser.tab()]
    const listener = createListener()
    b.watch("r", 0, listener.hear)
    await a.start("r", { workflow: asking })
    await vi.waitFor(() => expect(listener.types()).toContain("step.waiting"), soon)
    expect(await b.command("r", answer)).toEqual({ ok: true, value: { run: "r" } })
    await ended(listener)
    expect(listener.types().filter(type => type === "step.answered")).toHaveLength(1)
    expect(listener.types()).not.toContain("run.taken_over")
  })

  test("are not lost where another tab takes the run at that moment: it is asked instead", async () => {
    const [a, b] = [await browser.tab(), await browser.tab()]
    const listener = createListener()
    a.watch("r", 0, listener.hear)
    await a.start("r", { workflow: asking })
    await vi.waitFor(() => expect(listener.types()).toContain("step.waiting"), soon)
    // From now on nothing of the first tab is taken, which does not know of it yet.
    await b.journal.claim("r")
    expect(await a.command("r", answer)).toEqual({ ok: true, value: { run: "r" } })
    await ended(listener)
    expect(listener.types().filter(type => type === "step.answered")).toHaveLength(1)
    expect(listener.types()).toContain("run.taken_over")
  })

  describe.each([
    {
      what: "an answer",
      asks: { id: "ask", kind: "approve", with: { title: "Go?" }, next: { approved: "g" } },
      isAsked: "step.waiting",
      isTaken: "step.answered",
    },
    {
      what: "a choice",
      asks: { id: "ask", kind: "state", next: { to: "g", on: { person: "approved" } } },
      isAsked: "step.steered",
      isTaken: "wire.enabled",
    },
  ] as const)("where the tab lost the run with $what on disk", ({ asks, isAsked, isTaken }) => {
    test("it has arrived, and nobody waits for it any more", async () => {
      const held = gate()
      const kinds = [held.kind("read")]
      const b = await browser.tab(kinds)
      // The first tab hears nothing of what it wrote but that the run is another's.
      const a = await browser.tab(kinds, true, journal => ({
        ...journal,
        async append(...given) {
          const written = await journal.append(...given)
          if (!given[2].some(({ type }) => type === isTaken)) return written
          await journal.claim("r")
          return err({ code: "not_the_owner", message: "Lost.", severity: "error", retryable: false })
        },
      }))
      const steps = [
        asks,
        { id: "g", kind: "gate", next: "s" },
        { id: "s", kind: "set", with: { values: {} } },
      ]
      const listener = createListener()
      a.watch("r", 0, listener.hear)
      await a.start("r", { workflow: testWorkflow(steps) })
      await vi.waitFor(() => expect(listener.types()).toContain(isAsked), soon)
      expect(await a.command("r", answer)).toEqual({ ok: true, value: { run: "r" } })
      await vi.waitFor(() => expect(listener.types()).toContain("run.taken_over"), soon)
      const other = { ...answer, outlet: "rejected" }
      expect(await b.command("r", other)).toMatchObject({ error: { code: "not_waiting" } })
      held.open()
      await ended(listener)
      expect(await b.command("r", answer)).toEqual({ ok: true, value: { run: "r" } })
      expect(await b.command("r", other)).toMatchObject({ error: { code: "run_over" } })
      expect(listener.types().filter(type => type === isTaken)).toHaveLength(1)
    })
  })

  test("a retry keeps what was done, with its variables, and does the rest", async () => {
    let works = false
    const counts = { first: 0, second: 0 }
    const tab = await browser.tab([
      testKind("first", "write", () => {
        counts.first++
        return { type: "done", outlets: { success: counts.first }, variables: { n: 5 } }
      }),
      testKind("second", "read", () => {
        counts.second++
        return works
          ? done("fine")
          : failed({ code: "no", message: "No.", severity: "error", retryable: false })
      }),
    ])
    const workflow = testWorkflow(
      [
        { id: "a", kind: "first" },
        { id: "b", kind: "second" },
      ],
      {
        variables: { n: 0 },
        output: "{{ vars.n }}",
      },
    )
    const listener = createListener()
    tab.watch("r", 0, listener.hear)
    await tab.start("r", { workflow })
    await ended(listener)
    expect(listener.events().at(-1)).toMatchObject({ type: "run.ended", status: "failed" })
    works = true
    const retried = await tab.command("r", { type: "retry" })
    const run = retried.ok ? retried.value.run : ""
    const again = createListener()
    tab.watch(run, 0, again.hear)
    await ended(again)
    expect(again.events().at(-1)).toMatchObject({ status: "completed", output: 5 })
    expect(counts).toEqual({ first: 1, second: 2 })
  })
})

describe("taking over", () => {
  test("a frozen tab's run goes on elsewhere, and nothing is missing, doubled or done by the old tab", async () => {
    const held = gate()
    const free = testKind("gate", "write", async (_, { key }) => done(key))
    const [a, b] = [await browser.tab([held.kind("write")]), await browser.tab([free])]
    const workflow = testWorkflow([
      { id: "g", kind: "gate" },
      { id: "s", kind: "set", with: { values: { n: 1 } } },
    ])
    const listener = createListener()
    b.watch("r", 0, listener.hear)
    await a.start("r", { workflow })
    await vi.waitFor(() => expect(held.entered()).toBe(1), soon)
    a.freeze()
    await ended(listener)
    held.open()
    await new Promise(go => setTimeout(go, 300))
    expect(listener.isWhole()).toBe(true)
    expect(listener.types()).toEqual([
      "run.started",
      "step.started",
      "run.taken_over",
      "step.started",
      "step.completed",
      "step.completed",
      "run.ended",
    ])
    const keys = listener.events().flatMap(event => (event.type === "step.started" ? [event.key] : []))
    expect(new Set(keys).size).toBe(1)
  })

  test("a run goes on with the workflow that it was started with", async () => {
    const held = gate()
    const a = await browser.tab([held.kind("read")])
    const workflow = testWorkflow([{ id: "g", kind: "gate" }], { output: "as it was" })
    await a.start("r", { workflow })
    await vi.waitFor(() => expect(held.entered()).toBe(1), soon)
    await a.close()
    const b = await browser.tab([testKind("gate", "read", () => done(1))])
    const listener = createListener()
    b.watch("r", 0, listener.hear)
    await ended(listener)
    expect(listener.events().at(-1)).toMatchObject({ status: "completed", output: "as it was" })
    expect(await b.workflowOf("r")).toEqual(workflow)
  })

  test("a run that cannot be taken up is left alone until a person resumes it", async () => {
    const held = gate()
    const a = await browser.tab([held.kind("read")])
    await a.start("r", { workflow: testWorkflow([{ id: "g", kind: "gate" }]) })
    await vi.waitFor(() => expect(held.entered()).toBe(1), soon)
    await a.close()
    for (let time = 0; time < 3; time++) await a.journal.claim("r")
    const b = await browser.tab([testKind("gate", "read", () => done(1))])
    const listener = createListener()
    b.watch("r", 0, listener.hear)
    await new Promise(go => setTimeout(go, 600))
    expect(listener.types()).not.toContain("run.ended")
    expect(await b.command("r", { type: "resume" })).toMatchObject({ ok: true })
    await ended(listener)
  })
})
