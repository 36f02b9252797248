import { afterEach, expect, test } from "vitest"
import { testTerminal, workflowFile } from "./testing/testTerminal.ts"

const terminal = testTerminal({
  "get.yaml": workflowFile("get", [
    {
      id: "get",
      kind: "http.request",
      with: { url: "https://nowhere.example" },
      next: { success: "tell", failure: "why" },
    },
    { id: "tell", kind: "set", with: { values: { got: "{{ incoming }}" } } },
    { id: "why", kind: "set", with: { values: { why: "{{ error.code }}" } } },
  ]),
  "page.yaml": workflowFile(
    "page",
    [{ id: "get", kind: "http.request", with: { url: "https://nowhere.example/{{ inputs.page }}" } }],
    { inputs: { page: { type: "string", default: "a" } } },
  ),
})
afterEach(() => terminal.close())

test("a step can be given a value, or be made to fail, and is not done then; what cannot stand in is said", async () => {
  const given = await terminal.run("run", "get.yaml", "--give", 'get={"status":200}', "--json")
  expect(given.result()).toMatchObject({ status: "completed", output: { got: { status: 200 } } })
  const again = await terminal.run(`runs replay ${given.result().runId} --json`)
  expect(again.result()).toMatchObject({ status: "completed", output: { got: { status: 200 } } })
  const kept = await terminal.run(`runs keep ${given.result().runId} --in get.yaml --name given`)
  expect(kept).toMatchObject({ code: 0 })
  expect(await terminal.run("test get.yaml")).toMatchObject({ code: 0 })
  const page = await terminal.run("run", "page.yaml", "--give", 'get={"status":200}', "--json")
  const other = await terminal.run(`runs fork ${page.result().runId} --input page=b --json`)
  expect(other.result()).toMatchObject({ status: "completed", output: { status: 200 } })
  const failed = await terminal.run("run get.yaml --fail get=timeout --json")
  expect(failed.result()).toMatchObject({ status: "completed", output: { why: "timed_out" } })

  const unknown = await terminal.run("run get.yaml --fail gett")
  expect(unknown).toMatchObject({ code: 2 })
  expect(unknown.complaint).toContain("Did you mean “get”?")
  expect((await terminal.run("run get.yaml --fail get=now")).complaint).toContain("=timeout")
  expect(await terminal.run("run get.yaml --give get={")).toMatchObject({ code: 2 })
})
