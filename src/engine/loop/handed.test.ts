import { expect, test, vi } from "vitest"
import { soon } from "../../lib/testing/soon.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { wholeOutbox, wouldDo } from "../core/wouldDo.ts"
import type { Run } from "./run.ts"
import { modePlace } from "./testing/modePlace.ts"
import { endOf } from "./testing/testRun.ts"

/*
 * What runs that keep things apart hand one another:
 *
 *     w       begin ──▶ call ──────────────────▶ end         begin writes, end appends
 *     child             └▶ more ─▶ (asks) ─▶ deep ┘          more appends to the same file
 *     deep                                   └▶ last         so does last
 */

const append = (id: string, content: string): Step => ({
  ...{ id, kind: "file.append" },
  with: { path: "log.txt", content },
})
const insert = (id: string): Step => ({
  ...{ id, kind: "table.insert" },
  with: { table: "log", rows: [{ id }], key: "id" },
})
const call = (id: string, workflow: string): Step => ({ id, kind: "workflow.run", with: { workflow } })

const look: readonly Step[] = [
  { id: "file", kind: "file.read", with: { path: "log.txt" } },
  { id: "rows", kind: "table.query", with: { table: "log", order: "id" } },
]
const saw = "{{ [steps.file.output.content, steps.rows.output.map(row => row.id)] }}"

const workflows: readonly Workflow[] = [
  {
    ...{ rivulet: 1, id: "child" },
    steps: [
      append("more", "child\n"),
      insert("c"),
      { id: "ask", kind: "approve", with: { title: "Go on?" } },
      call("deep", "deep"),
    ].map((step, at, all) => ({ ...step, next: all[at + 1]?.id ?? [] })),
    output: "{{ steps.deep.output }}",
  },
  { rivulet: 1, id: "deep", steps: [append("last", "deep\n"), insert("d"), ...look], output: saw },
]

const steps: readonly Step[] = [
  append("begin", "begin\n"),
  insert("a"),
  call("call", "child"),
  append("end", "end\n"),
  ...look,
]
const over = { output: `{{ [steps.call.output, ${saw.slice(3, -3)}] }}` }
const whole = "begin\nchild\ndeep\nend\n"
const output = [
  ["begin\nchild\ndeep\n", ["a", "c", "d"]],
  [whole, ["a", "c", "d"]],
]

async function approve(run: Run | undefined): Promise<void> {
  await run?.resting()
  expect(run?.answer({ in: "", step: "ask" }, "approved").ok).toBe(true)
}

/** The sandbox run, with both whom it started taken over by another place in the middle. */
async function sandboxed(files: { readonly [path: string]: string } = {}) {
  const place = modePlace({ workflows, files })
  const first = await place.start("s", steps, { mode: "sandbox", over })
  expect((await first.resting()).type).toBe("waiting")
  const [child] = first.state().started.keys()
  first.lose()
  const runs = place.open()
  await runs.takeUpAll()
  await approve(runs.get(child ?? ""))
  const run = runs.get("s")
  if (run === undefined) throw new Error("It was not taken up")
  expect(await runs.ended(run)).toMatchObject({ status: "completed" })
  const find = async (id: string) => {
    const states = new Map<string, ReturnType<typeof wouldDo>>()
    for (const summary of (await place.journal.history({ most: 20 })).runs) {
      const taken = place.stateOf(await place.eventsOf(summary.run), summary.workflow)
      states.set(summary.run, wouldDo(taken))
    }
    const own = states.get(id)
    if (own === undefined) throw new Error("No such run")
    return wholeOutbox(own, each => states.get(each))
  }
  return { place, run, outbox: await find("s"), child: child ?? "" }
}

test("[M4] who is called in a sandbox sees what its caller changed, and the caller what it changed", async () => {
  const { place, run, outbox } = await sandboxed()
  expect(run.state().output).toEqual(output)
  expect(place.files()).toEqual({})
  expect(await place.tables.rows("log")).toEqual({ ok: true, value: [] })
  // Each change stands once, at the run that would make it.
  expect(outbox.files.map(({ path, within }) => [path, within])).toEqual([
    ["log.txt", undefined],
    ["log.txt", "child"],
    ["log.txt", "deep"],
  ])
  expect(outbox.held.map(({ within, step }) => [within, step])).toEqual([
    [undefined, "a"],
    ["child", "c"],
    ["deep", "d"],
  ])
})

test("[M4] a replay of it is identical, and changes nothing", async () => {
  const { place } = await sandboxed()
  const replay = await place.start("again", steps, { mode: "replay", past: { of: "s" }, over })
  expect(endOf(await replay.resting()).status).toBe("completed")
  expect(replay.state().output).toEqual(output)
  expect(place.files()).toEqual({})
})

test("[M4] [M7] applied, the files come to what they came to in the sandbox", async () => {
  const { place } = await sandboxed({ "log.txt": "old\n" })
  const run = await place.start("a", steps, { past: { of: "s" }, over })
  await run.resting()
  const runs = place.runs
  const child = (await place.journal.unfinished()).map(each => each.run).find(each => each !== "a")
  await approve(runs.get(child ?? ""))
  expect(await runs.ended(run)).toMatchObject({ status: "completed" })
  expect(place.files()).toEqual({ "log.txt": `old\n${whole}` })
  const rows = await place.tables.rows("log")
  expect(rows.ok && rows.value.map(({ key }) => key).sort()).toEqual(["a", "c", "d"])
})

test("[M4] [M7] what was not ticked of the caller is seen by whom it calls, and stays apart", async () => {
  const { place, outbox } = await sandboxed()
  const ticked = outbox.held.filter(({ within }) => within === "deep").map(({ id }) => id)
  const run = await place.start("a", steps, { past: { of: "s", ticked }, over })
  await run.resting()
  const child = (await place.journal.unfinished()).map(each => each.run).find(each => each !== "a")
  await approve(place.runs.get(child ?? ""))
  expect(await place.runs.ended(run)).toMatchObject({ status: "completed" })
  expect(run.state().output).toEqual(output)
  expect(place.files()).toEqual({})
  const rows = await place.tables.rows("log")
  expect(rows.ok && rows.value.map(({ key }) => key)).toEqual(["d"])
})

test.each([
  ["is not written where what it builds on was not ticked", false, "builds_on_left_out"],
  ["is refused where the file has changed besides", true, "changed_underneath"],
])("[M4] [M9] a ticked change of the caller %s, and says so", async (_, isChanged, problem) => {
  const { place, outbox } = await sandboxed({ "log.txt": "old\n" })
  const ticked = outbox.files.filter(({ within }) => within === undefined).map(({ id }) => id)
  const run = await place.start("a", steps, { past: { of: "s", ticked }, over })
  await run.resting()
  expect(place.files()).toEqual({ "log.txt": "old\nbegin\n" })
  if (isChanged) await place.home.write("log.txt", new TextEncoder().encode("other\n"))
  const left = place.files()
  const child = (await place.journal.unfinished()).map(each => each.run).find(each => each !== "a")
  await approve(place.runs.get(child ?? ""))
  await place.runs.ended(run)
  expect(run.state()).toMatchObject({ result: "failed", problem: { code: problem } })
  expect(place.files()).toEqual(left)
})

test("[M4] what is not waited for sees what was there when it was started, and hands nothing back", async () => {
  const place = modePlace({ workflows })
  const alone: Step[] = [
    append("begin", "begin\n"),
    { id: "call", kind: "workflow.run", with: { workflow: "deep", wait: false } },
    { id: "wait", kind: "approve", with: { title: "Done?" } },
    { id: "file", kind: "file.read", with: { path: "log.txt" } },
  ]
  const run = await place.start("s", alone, { mode: "sandbox" })
  await run.resting()
  const [child] = run.state().started.keys()
  await vi.waitFor(async () => expect((await place.journal.head(child ?? ""))?.ended).toBe(true), soon)
  expect(run.answer({ in: "", step: "wait" }, "approved").ok).toBe(true)
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(run.state().output).toMatchObject({ content: "begin\n" })
  const theirs = place.stateOf(await place.eventsOf(child ?? ""), "deep")
  expect(theirs.output).toEqual(["begin\ndeep\n", ["d"]])
})
