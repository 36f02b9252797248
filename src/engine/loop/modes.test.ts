import { expect, test } from "vitest"
import type { Step } from "../../model/workflow.ts"
import type { RunEvent } from "../core/event.ts"
import { singlesOf } from "../core/singles.ts"
import type { Run } from "./run.ts"
import { modePlace } from "./testing/modePlace.ts"
import { endOf } from "./testing/testRun.ts"

/** read ─▶ ask ─▶ save ─▶ tell: a note is read, a model is asked, its answer is written and told of. */
const steps: readonly Step[] = [
  { id: "read", kind: "file.read", with: { path: "note.txt" } },
  { id: "ask", kind: "ai.generate", with: { provider: "claude", prompt: "{{ steps.read.output.content }}" } },
  {
    id: "save",
    kind: "file.write",
    with: { path: "out/answer.txt", content: "{{ steps.ask.output.text }}" },
  },
  { id: "tell", kind: "event.emit", with: { name: "saved", value: "{{ steps.ask.output.text }}" } },
  { id: "show", kind: "notify.show", with: { title: "Ready" } },
]
const files = { "note.txt": "What is it?" }

function heldBy(run: Run): string[] {
  return [...run.state().records.values()].flatMap(({ held }) => held.map(({ id, say }) => `${id} ${say}`))
}

function calls(events: readonly RunEvent[], step: string): string[] {
  return events.flatMap(event =>
    event.type === "step.completed" && event.step === step
      ? (event.calls ?? []).map(({ port, what }) => `${port}.${what}`)
      : [],
  )
}

test("[M1] outcomes carry the calls of their attempts", async () => {
  const place = modePlace({ files })
  const run = await place.start("r", steps)
  expect(endOf(await run.resting()).status).toBe("completed")
  const events = await place.eventsOf("r")
  expect(calls(events, "read")).toContain("files.readText")
  expect(calls(events, "ask")).toEqual(["ai.chat"])
  const cassette = await place.cassette("r")
  expect(cassette?.steps["ask#1"]?.attempts).toEqual([
    [
      expect.objectContaining({
        ...{ port: "ai", what: "chat", hash: expect.stringMatching(/^[0-9a-f]{32}$/) },
        answer: expect.objectContaining({ text: "Real." }),
        chunks: [[0, "onText", ["Real."]]],
      }),
    ],
  ])
  expect(place.files()).toEqual({ ...files, "out/answer.txt": "Real." })
  expect(place.did).toEqual(["ai claude", 'emit saved "Real."', "show Ready"])
})

test("[M2] [M3] a sandbox run changes nothing, and whoever takes it over goes on with its files", async () => {
  const place = modePlace({ files })
  const again: Step[] = [
    ...steps,
    { id: "person", kind: "approve", with: { title: "Good?" } },
    { id: "back", kind: "file.read", with: { path: "out/answer.txt" } },
  ]
  const run = await place.start("r", again, { mode: "sandbox" })
  expect((await run.resting()).type).toBe("waiting")
  run.lose()
  const taken = await place.open().takeUp("r")
  if (!taken.ok) throw new Error(taken.error.message)
  await taken.value.resting()
  expect(taken.value.answer({ in: "", step: "person" }, "approved").ok).toBe(true)
  expect(endOf(await taken.value.resting()).status).toBe("completed")
  const simulated = expect.stringContaining("simulated answer to “What is it?”")
  expect(taken.value.state().output).toMatchObject({ content: simulated })
  expect(heldBy(taken.value)).toEqual(["tell#1:0 Event: saved", "show#1:0 Notification: Ready"])
  expect(taken.value.state().changes.get("out/answer.txt")).toMatchObject({
    before: null,
    after: { content: { $text: simulated } },
  })
  expect(place.files()).toEqual(files)
  expect(place.did).toEqual([])
})

test("[M2] a sandbox run fails where a live one would: on parameters that cannot be read, and on what is not there", async () => {
  for (const [step, code] of [
    [{ id: "a", kind: "event.emit", with: { name: "{{ ['no', 'name'] }}" } }, "bad_parameters"],
    [
      { id: "a", kind: "ai.generate", with: { provider: "claude", prompt: "{{ { no: 'text' } }}" } },
      "bad_parameters",
    ],
    [{ id: "a", kind: "file.read", with: { path: "gone.txt" } }, "file_missing"],
  ] as const) {
    const ends = [] as string[]
    for (const mode of ["live", "sandbox"] as const) {
      const place = modePlace({ files })
      const run = await place.start("r", [step], { mode })
      await run.resting()
      ends.push(`${run.state().result} ${run.state().problem?.code}`)
      expect(place.did).toEqual([])
      expect(heldBy(run)).toEqual([])
    }
    expect(ends).toEqual([`failed ${code}`, `failed ${code}`])
  }
})

test("[M4] what a sandbox run starts acts beside the world too", async () => {
  const child = { rivulet: 1, id: "child", steps: [{ id: "s", kind: "notify.show", with: { title: "Hi" } }] }
  const place = modePlace({ workflows: [{ ...child, rivulet: 1 }] })
  const start: Step[] = [{ id: "c", kind: "workflow.run", with: { workflow: "child" } }]
  const kind = (await import("../../steps/flow/runWorkflow.ts")).runWorkflow.kind
  const run = await place.start("r", [{ ...(start[0] as Step), kind }], { mode: "sandbox" })
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(place.did).toEqual([])
  const { runs } = await place.journal.history({ most: 10 })
  expect(runs.map(({ workflow, mode }) => `${workflow} ${mode}`).sort()).toEqual([
    "child sandbox",
    "w sandbox",
  ])
  const replay = await place.start("again", [{ ...(start[0] as Step), kind }], {
    mode: "replay",
    past: { of: "r" },
  })
  expect(endOf(await replay.resting()).status).toBe("completed")
  expect((await place.journal.history({ most: 10 })).runs.length).toBe(3)
})

test("[M5] a replay is identical, asks nobody and waits for nothing", async () => {
  const place = modePlace({ files })
  const all: Step[] = [
    ...steps,
    { id: "time", kind: "data.edit", with: { set: { at: "{{ moment }}" } } },
    { id: "person", kind: "approve", with: { title: "Good?" } },
    { id: "pause", kind: "wait", with: { for: "3d" } },
    { id: "last", kind: "data.edit", with: { set: { at: "{{ steps.time.output.at }}" } } },
  ]
  const run = await place.start("r", all)
  await run.resting()
  expect(run.answer({ in: "", step: "person" }, "approved", { comment: "Fine" }).ok).toBe(true)
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: { at: 1_000, comment: "Fine" } })
  const did = [...place.did]
  const before = place.clock.now()
  const replay = await place.start("again", all, { mode: "replay", past: { of: "r" } })
  expect(endOf(await replay.resting())).toEqual(
    endOf({ type: "ended", end: { status: "completed", output: run.state().output ?? null } }),
  )
  expect(place.did).toEqual(did)
  expect(place.clock.now()).toBe(before)
  const outlets = (events: readonly RunEvent[]) =>
    events
      .flatMap(singlesOf)
      .flatMap(event => (event.type === "step.completed" ? [[event.step, event.outlets]] : []))
  expect(outlets(await place.eventsOf("again"))).toEqual(outlets(await place.eventsOf("r")))
  // A replay is a recording like any other.
  const third = await place.start("third", all, { mode: "replay", past: { of: "again" } })
  await third.resting()
  expect(outlets(await place.eventsOf("third"))).toEqual(outlets(await place.eventsOf("r")))
  expect(place.did).toEqual(did)
})

test("[M5] the conditions and outputs of a replay see the time that they saw", async () => {
  const place = modePlace()
  const timed: Step[] = [
    {
      id: "a",
      kind: "data.edit",
      with: { value: {}, set: { n: 1 } },
      next: [
        { to: "early", when: "{{ moment < 5000 }}" },
        { to: "late", when: "else" },
      ],
    },
    { id: "early", kind: "data.edit", with: { value: {}, set: { it: "early" } } },
    { id: "late", kind: "data.edit", with: { value: {}, set: { it: "late" } } },
  ]
  const over = { output: "{{ [moment, steps.early?.output, steps.late?.output ?? null] }}" }
  const run = await place.start("r", timed, { over })
  await run.resting()
  expect(run.state().output).toEqual([1_000, { it: "early" }, null])
  await place.clock.rest(8_000)
  expect(place.clock.now()).toBeGreaterThan(5_000)
  const replay = await place.start("again", timed, { over, mode: "replay", past: { of: "r" } })
  await replay.resting()
  expect(replay.state().output).toEqual([1_000, { it: "early" }, null])
})

test("[M6] a call that was not recorded is a problem, a warning or a live call", async () => {
  const place = modePlace({ files })
  await (await place.start("r", steps)).resting()
  const other = steps.map(step => (step.id === "tell" ? { ...step, with: { name: "other" } } : step))
  const done = place.did.length
  const missed = await place.start("m1", other, { mode: "replay", hash: "other", past: { of: "r" } })
  expect(endOf(await missed.resting())).toEqual({ status: "failed", problem: "not_recorded" })
  expect(place.did.length).toBe(done)
  for (const miss of ["warn", "live"] as const) {
    const run = await place.start(miss, other, { mode: "replay", hash: "other", past: { of: "r", miss } })
    expect(endOf(await run.resting()).status).toBe("completed")
    // What is asked all the same still changes nothing.
    expect(place.did.length).toBe(done)
  }
})

test("[M7] what was ticked is done exactly, and the rest is not", async () => {
  const place = modePlace({ files })
  const plain = steps.filter(({ id }) => id !== "ask").map(step => ({ ...step }))
  const fixed: Step[] = plain.map(step =>
    step.id === "save" || step.id === "tell"
      ? (JSON.parse(
          JSON.stringify(step).replaceAll("steps.ask.output.text", "steps.read.output.content"),
        ) as Step)
      : step,
  )
  await (await place.start("s", fixed, { mode: "sandbox" })).resting()
  // What was read is read from the recording: it has changed since.
  await place.home.write("note.txt", new TextEncoder().encode("Changed"))
  const run = await place.start("a", fixed, {
    past: { of: "s", ticked: ["file:out/answer.txt", "show#1:0"] },
  })
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(place.files()).toEqual({ "note.txt": "Changed", "out/answer.txt": "What is it?" })
  expect(place.did).toEqual(["show Ready"])
  expect(heldBy(run)).toEqual(["tell#1:0 Event: saved"])
  const none = await place.start("n", fixed, { past: { of: "s", ticked: [] } })
  expect(endOf(await none.resting()).status).toBe("completed")
  expect(place.did).toEqual(["show Ready"])
})

test("[M8] what a real model makes otherwise is shown first, and asked no second time", async () => {
  const place = modePlace({ files, says: ["Real.", "Never asked."] })
  const doubtful = steps.map(step => (step.id === "save" ? { ...step, onDoubt: "retry" as const } : step))
  await (await place.start("s", doubtful, { mode: "sandbox" })).resting()
  const run = await place.start("a", doubtful, { past: { of: "s" } })
  expect((await run.resting()).type).toBe("waiting")
  expect(place.files()).toEqual(files)
  expect(place.did).toEqual(["ai claude"])
  const task = [...(run.state().instances.get("")?.active ?? [])][0]?.task
  expect(task?.differs).toMatchObject([{ say: "out/answer.txt", now: { content: { $text: "Real." } } }])
  const { runs } = await place.journal.history({ run: "a", most: 9 })
  expect(runs.find(({ run }) => run === "a")).toMatchObject({
    status: "waiting",
    asks: 1,
    meant: { is: "apply" },
  })
  const choose = (choice: "do" | "leave") => {
    const [visit] = [...(run.state().instances.get("")?.active ?? [])]
    const id = visit?.task?.differs?.[0]?.id ?? ""
    return run.decide({ in: "", step: visit?.step.id ?? "" }, { type: "retry", choices: { [id]: choice } })
  }
  expect(choose("do").ok).toBe(true)
  expect((await run.resting()).type).toBe("waiting")
  expect(place.files()).toEqual({ ...files, "out/answer.txt": "Real." })
  expect(choose("leave").ok).toBe(true)
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(place.did).toEqual(["ai claude", "show Ready"])
})

test("[M9] a file that has changed underneath is left as it is", async () => {
  const place = modePlace({ files: { ...files, "log.txt": "one\n" } })
  const append: Step[] = [
    { id: "log", kind: "file.append", with: { path: "log.txt", content: "two\n" } },
    { id: "more", kind: "file.append", with: { path: "log.txt", content: "three\n" } },
  ]
  await (await place.start("s", append, { mode: "sandbox" })).resting()
  const good = await place.start("a", append, { past: { of: "s" } })
  expect(endOf(await good.resting()).status).toBe("completed")
  expect(place.files()["log.txt"]).toBe("one\ntwo\nthree\n")
  await place.home.write("log.txt", new TextEncoder().encode("other\n"))
  const refused = await place.start("b", append, { past: { of: "s" } })
  expect(endOf(await refused.resting()).status).not.toBe("completed")
  expect(place.files()["log.txt"]).toBe("other\n")
})
