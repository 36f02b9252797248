import { afterEach, expect, test } from "vitest"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"

let terminal: TestTerminal
afterEach(() => terminal.close())

const fields = {
  name: { type: "string", required: true },
  seats: { type: "integer", default: 5, minimum: 1 },
  plan: { enum: ["small", "large"] },
}
const form = (more: object = {}) =>
  workflowFile(
    "w",
    [
      {
        id: "ask",
        kind: "form",
        with: { title: "New customer", fields },
        next: { success: "one", timeout: "late" },
        ...more,
      },
      { id: "one", kind: "set", with: { values: { got: "{{ incoming }}" } } },
      { id: "late", kind: "set", with: { values: { got: "nobody" } } },
    ],
    { variables: { got: null }, output: "{{ vars.got }}" },
  )

test("what a form is answered with is held against its fields, and defaults are filled in", async () => {
  terminal = testTerminal({ "w.yaml": form() })
  const answered = (json: string) =>
    terminal.run("run", "w.yaml", "--json", "--answer", `ask=success:${json}`)
  expect((await answered('{"name":"Ada"}')).result()).toMatchObject({
    ...{ status: "completed", output: { name: "Ada", seats: 5 } },
  })
  for (const [json, why] of [
    ["{}", "name"],
    ['{"name":"Ada","seats":"many"}', "seats"],
    ['{"name":"Ada","seats":0}', "seats"],
    ['{"name":"Ada","plan":"huge"}', "small, large"],
    ['{"name":"Ada","seat":1}', "seats"],
    ["5", "map"],
  ] as const) {
    const refused = await answered(json)
    expect(refused.code, json).toBe(3)
    expect(refused.complaint, json).toContain(why)
  }
})

test("a form that nobody fills in leaves by its outlet for that", async () => {
  terminal = testTerminal({ "w.yaml": form({ timeout: "2d" }) })
  expect((await terminal.run("run w.yaml --json --fast-forward")).result()).toMatchObject({
    ...{ status: "completed", output: "nobody" },
  })
})
