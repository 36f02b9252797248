import { expect, test } from "vitest"
import { err, ok, type Result } from "../lib/result.ts"
import { setWorkflowField } from "../model/edits/fields.ts"
import { createSaving, type Home, type SaveFailure } from "./saving.ts"
import { editorOf } from "./testing/editorOf.ts"

const text = (name: string) => `rivulet: 1\nid: small\nname: ${name}\nsteps: []\n`

/** A home that can be told to fail, a clock that is moved by hand, and an editor to type in. */
function desk({ isDescribed = true } = {}) {
  const editor = editorOf(text("zero"))
  const written: { text: string; seen: number }[] = []
  const described: [text: string, revision: number][] = []
  const answers: Result<number, SaveFailure>[] = []
  const timers: (() => void)[] = []
  const waits: number[] = []
  const versions: string[] = []
  const kept: { now: Awaited<ReturnType<Home["read"]>> } = { now: null }
  let tell: (kept: { text: string; revision: number } | null) => void = () => {}
  const saving = createSaving({
    editor,
    ...{ revision: 1, isDescribed },
    home: {
      async write(file, seen) {
        written.push({ text: file.text, seen })
        return answers.shift() ?? ok(seen + 1)
      },
      async describe(file, revision) {
        described.push([file.text, revision])
      },
      read: async () => kept.now,
      watch(onChange) {
        tell = onChange
        return () => {}
      },
      async keepVersion(version) {
        versions.push(version)
        return true
      },
    },
    after(milliseconds, run) {
      const timer = () => {
        callOff()
        run()
      }
      const callOff = () => {
        const at = timers.indexOf(timer)
        if (at < 0) return
        timers.splice(at, 1)
        waits.splice(at, 1)
      }
      timers.push(timer)
      waits.push(milliseconds)
      return callOff
    },
  })
  const stop = saving.start()
  return {
    ...{ editor, saving, written, described, answers, timers, waits, stop, versions, kept },
    tell: (name: string, revision: number) => tell({ text: text(name), revision }),
    type: (name: string) => editor.type(text(name)),
    is: () => saving.store.getState().is,
  }
}

test("a change waits, is written once, and is said to be saved only then", async () => {
  const { type, is, timers, written, saving } = desk()
  expect(is()).toBe("saved")
  type("one")
  type("two")
  expect([is(), timers.length]).toEqual(["waiting", 1])
  timers[0]?.()
  await saving.flush()
  expect(is()).toBe("saved")
  expect(written).toEqual([{ text: text("two"), seen: 1 }])
})

test("what is typed while a write is under way is written after it, on top of it", async () => {
  const { type, written, saving } = desk()
  type("one")
  const first = saving.flush()
  type("two")
  await first
  expect(written.map(({ seen }) => seen)).toEqual([1, 2])
  expect(written.at(-1)?.text).toBe(text("two"))
})

test("a timer that ends while a write is under way does not keep later changes from disk", async () => {
  const { type, timers, written, saving } = desk()
  type("one")
  const first = saving.flush()
  type("two")
  timers.pop()?.()
  await first
  type("three")
  expect(timers).toHaveLength(1)
  timers.pop()?.()
  await saving.flush()
  expect(written.at(-1)?.text).toBe(text("three"))
})

test("a home that breaks is said, as one that refuses is", async () => {
  const { type, answers, is, saving } = desk()
  answers.push(Promise.reject(new Error("gone")) as never)
  type("one")
  await saving.flush()
  expect(is()).toBe("failed")
})

test("what was taken back needs no writing", async () => {
  const { type, editor, is, saving, written } = desk()
  type("one")
  editor.undo()
  expect(is()).toBe("saved")
  await saving.flush()
  expect(written).toEqual([])
})

test("a write that the disk refuses is said, and tried again when asked", async () => {
  const { type, answers, is, saving } = desk()
  answers.push(err({ reason: "refused", say: "full" }))
  type("one")
  await saving.flush()
  expect(is()).toBe("failed")
  await saving.flush()
  expect(is()).toBe("saved")
})

test("what another tab wrote is shown, where nothing here would be lost", () => {
  const { tell, editor } = desk()
  tell("theirs", 5)
  expect(editor.store.getState().file.text).toBe(text("theirs"))
})

test("of two who changed the same, neither is overwritten unseen: a person chooses", async () => {
  const { type, tell, answers, saving, written, is, editor, versions } = desk()
  type("mine")
  tell("theirs", 5)
  expect(editor.store.getState().file.text).toBe(text("mine"))
  answers.push(err({ reason: "changed", say: "changed" }))
  await saving.flush()
  expect([is(), saving.other()]).toEqual(["failed", text("theirs")])
  await saving.insist()
  expect(written.at(-1)).toEqual({ text: text("mine"), seen: 5 })

  type("mine again")
  tell("theirs again", 9)
  await saving.yield()
  expect([editor.store.getState().file.text, is()]).toEqual([text("theirs again"), "saved"])
  expect(versions).toEqual([text("theirs"), text("mine again")])
})

test("leaving writes what was still waiting", async () => {
  const { type, written, timers, stop } = desk()
  type("last word")
  stop()
  await Promise.resolve()
  expect(written.map(({ text: kept }) => kept)).toEqual([text("last word")])
  expect(timers).toEqual([])
})

test("what was written last is read, with what could be undone then, before a tab changes anything", async () => {
  const { editor, saving, kept, written, type } = desk()
  const trail = { past: [{ start: 27, end: 31, text: "before" }], future: [] }
  kept.now = { text: text("last"), revision: 4, trail }
  await saving.catchUp()
  expect(editor.store.getState().file.text).toBe(text("last"))
  editor.undo()
  await saving.flush()
  expect(written).toEqual([{ text: text("before"), seen: 4 }])

  type("not on disk yet")
  kept.now = { text: text("other"), revision: 9, trail: null }
  await saving.catchUp()
  expect(editor.store.getState().file.text).toBe(text("not on disk yet"))
})

test("what stands in a field alone is not said to be saved, and is written when all has to be", async () => {
  const editor = editorOf(text("zero"), { after: () => () => {} })
  const written: string[] = []
  const home: Home = {
    async write(file, seen) {
      written.push(file.text)
      return ok(seen + 1)
    },
    describe: async () => {},
    read: async () => null,
    watch: () => () => {},
    keepVersion: async () => true,
  }
  const saving = createSaving({ ...{ editor, home, revision: 1, isDescribed: true }, after: () => () => {} })
  saving.start()
  editor.typing.soon("name", () => editor.edit(workflow => setWorkflowField(workflow, ["name"], "one")))
  expect([saving.store.getState().is, written]).toEqual(["waiting", []])
  await saving.flush()
  expect([saving.store.getState().is, written]).toEqual(["saved", [text("one")]])
})

test("a text is written at once, and what follows from it once nothing has been written for a while", async () => {
  const { type, timers, waits, saving, written, described, is } = desk()
  type("one")
  timers[0]?.()
  await expect.poll(is).toBe("saved")
  expect([written.length, described]).toEqual([1, []])
  // The next letter puts it off.
  type("two")
  timers.at(-1)?.()
  await expect.poll(() => written.length).toBe(2)
  await expect.poll(is).toBe("saved")
  expect(timers).toHaveLength(1)
  expect(waits[0]).toBeGreaterThan(500)
  timers[0]?.()
  expect(described).toEqual([[text("two"), 3]])
  await saving.flush()
  expect([described.length, timers]).toEqual([1, []])
})

test("leaving keeps what follows from the text too, after the text", async () => {
  const { type, stop, written, described } = desk()
  type("last word")
  stop()
  await expect.poll(() => described).toEqual([[text("last word"), 2]])
  expect(written).toHaveLength(1)
})

test("what follows from a text waits while a hand types, and is forgotten where another text is taken", async () => {
  const { type, editor, timers, saving, described, tell } = desk()
  type("one")
  timers[0]?.()
  await expect.poll(() => timers.length).toBe(1)
  editor.store.setState({ isTyping: true })
  timers[0]?.()
  expect([described, timers.length]).toEqual([[], 1])
  editor.store.setState({ isTyping: false })
  tell("theirs", 9)
  timers[0]?.()
  await saving.flush()
  expect(described).toEqual([])
})

test("a workflow of which only the text is known is described though nothing is changed in it", () => {
  const { timers, described } = desk({ isDescribed: false })
  timers[0]?.()
  expect(described).toEqual([[text("zero"), 1]])
})
