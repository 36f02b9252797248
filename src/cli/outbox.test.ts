import { existsSync } from "node:fs"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

let terminal: TestTerminal
afterEach(() => terminal.close())

const there = (path: string) => existsSync(join(terminal.folder, path))
const write = (path: string) => ({ id: "save", kind: "file.write", with: { path, content: path } })
const call = (workflow: string) => ({ id: "call", kind: "workflow.run", with: { workflow } })

test("what a called workflow would do is shown with its caller's, however deep, and applied with it", async () => {
  const tell = { id: "tell", kind: "notify.show", with: { title: "Deep" } }
  terminal = testTerminal({
    "top.rivulet.yaml": workflowFile("top", [write("top.txt"), call("middle")]),
    "middle.rivulet.yaml": workflowFile("middle", [write("middle.txt"), call("deep")]),
    "deep.rivulet.yaml": workflowFile("deep", [write("deep.txt"), tell]),
  })
  const ran = await terminal.run("run top.rivulet.yaml --sandbox --json")
  const { runId, wouldDo } = ran.result()
  expect(wouldDo).toMatchObject({
    files: [
      { number: 1, path: "top.txt" },
      { number: 2, path: "middle.txt", within: "middle" },
      { number: 3, path: "deep.txt", within: "deep" },
    ],
    held: [{ number: 4, say: "Notification: Deep", within: "deep" }],
  })
  expect(["top.txt", "middle.txt", "deep.txt"].filter(there)).toEqual([])
  expect(await terminal.run(`runs apply ${runId} --only 1,3 --grant-all`)).toMatchObject({ code: 0 })
  expect(["top.txt", "middle.txt", "deep.txt"].filter(there)).toEqual(["top.txt", "deep.txt"])
  expect(await terminal.run(`runs apply ${runId} --grant-all`)).toMatchObject({ code: 0 })
  expect(there("middle.txt")).toBe(true)
})
