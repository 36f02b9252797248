import { expect, test } from "vitest"
import type { Json } from "../lib/json.ts"
import type { Result } from "../lib/result.ts"
import { setParameter } from "../model/edits/fields.ts"
import { moveIntoContainer, moveOutOfContainer } from "../model/edits/moveSteps.ts"
import { renameInput } from "../model/edits/names.ts"
import { replaceKind } from "../model/edits/replaceKind.ts"
import type { Problem } from "../model/problems.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { editFile, openFile } from "./file.ts"
import { formatText } from "./formatText.ts"

/*
 * Edits as people make them, with the text before and after. Dashes stand in the column of their key here, and
 * comments wherever there is room for one.
 */

const text = `rivulet: 1
id: x
inputs:
  # how many
  limit: { type: integer }   # at most
steps:
# reads
- id: a   # first
  kind: group
  steps:
  # inner
  - id: b   # one
    kind: k   # some kind
    with:
      list:
      # the one
      - 1   # i
      - 2
      - 3   # iii
  # after it
  - kind: k   # kind first
    id: c
# last
- id: d   # the end
  kind: k
`

function edited(before: string, change: (workflow: Workflow) => Workflow): string {
  const file = openFile(before)
  const after = change(file.workflow)
  const result = editFile(file, after)
  expect(openFile(result.text).workflow).toEqual(after)
  return result.text
}

function made(result: Result<Workflow, Problem>): Workflow {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const withList = (list: Json) => (workflow: Workflow) => setParameter(workflow, "b", ["list"], list)

test("a list loses its last item and gains one", () => {
  expect(edited(text, withList([1, 2]))).toBe(text.replace("      - 3   # iii\n", ""))
  expect(edited(text, withList([1, 2, 3, 4]))).toBe(text.replace("# iii\n", "# iii\n      - 4\n"))
})

test("a list loses its first item, with what is said of it", () => {
  expect(edited(text, withList([2, 3]))).toBe(text.replace("      # the one\n      - 1   # i\n", ""))
})

test("a list of which no item stays is written at once, and nothing around it", () => {
  const head = "rivulet: 1\nid: x\nsteps:\n- id: g   # around\n  kind: group\n  steps:\n"
  const file = `${head}  - id: a # gone\n    kind: k\n  - id: b\n    kind: k\n# the end\n`
  const inner = [{ id: "n", kind: "other", note: "new" }]
  const result = edited(file, ({ steps, ...rest }) => ({
    ...rest,
    steps: steps.map(group => ({ ...group, steps: inner })),
  }))
  expect(result).toBe(`${head}  - id: n\n    kind: other\n    note: new\n# the end\n`)
})

test("a list in brackets over several lines is put in another order, each item with its comments", () => {
  const file = `rivulet: 1
id: x
tags: [
  # the first
  one,   # 1
  # the second
  two,   # 2
  three  # 3
]
steps: []
`
  expect(edited(file, workflow => ({ ...workflow, tags: ["three", "one", "two"] }))).toBe(`rivulet: 1
id: x
tags: [
  three,  # 3
  # the first
  one,   # 1
  # the second
  two   # 2
]
steps: []
`)
})

test("an input that is renamed keeps its lines", () => {
  expect(edited(text, workflow => made(renameInput(workflow, "limit", "most")))).toBe(
    text.replace("limit:", "most:"),
  )
})

test("a step of another kind keeps what is said of it", () => {
  const kind = { kind: "switch", outlets: ["default"] }
  const result = edited(text, workflow => made(replaceKind(workflow, "b", kind, "success")))
  expect(result).toContain("  # inner\n  - id: b   # one\n    kind: switch   # some kind\n")
})

test("a step goes into a container and out again with its comments", () => {
  const lines = "# last\n- id: d   # the end\n  kind: k\n"
  const into = (workflow: Workflow) => made(moveIntoContainer(workflow, ["d"], "a"))
  const out = (workflow: Workflow) => made(moveOutOfContainer(workflow, ["d"]))
  const inside = edited(text, into)
  expect(inside.endsWith(lines.replace(/^/gm, "  ").trimEnd().concat("\n"))).toBe(true)
  expect(edited(inside, out).endsWith(`\n${lines}`)).toBe(true)
})

test("a step in brackets goes to another scope with its comments", () => {
  const file = `{ "rivulet": 1, "id": "x", "steps": [
  { "id": "a", "kind": "group", "steps": [
    # about b
    { "id": "b", "kind": "k" }, # behind b
    # about c
    { "id": "c", # in c
      "kind": "k" } # behind c
  ] }
] }
`
  const cOut = (workflow: Workflow) => {
    const [a] = workflow.steps as readonly [Step]
    const [b, c] = a.steps as readonly [Step, Step]
    return { ...workflow, steps: [{ ...a, steps: [b] }, c] }
  }
  expect(edited(file, cOut)).toBe(`{ "rivulet": 1, "id": "x", "steps": [
  { "id": "a", "kind": "group", "steps": [
    # about b
    { "id": "b", "kind": "k" } # behind b
  ] },
  # about c
  { "id": "c", # in c
      "kind": "k" } # behind c
] }
`)
})

test("a file with comments everywhere is formatted with all of them in place", () => {
  const given = `# the head

# of the version
rivulet: 1   # v
id:   x   # id
tags: [one,   # 1
  two]   # tags end
steps:
# reads
- kind: k   # kind
  # of a
  id: a   # first
  with:   # parameters
    # the text
    text: |   # behind the bar
      # not a comment
    n: 0x10   # a number
  # in a, below
# of b
- {id: b, kind: k}   # b
# below steps

layout:
  a: [1, 2]   # box a
  # in layout, below
# the end
`
  const wanted = `# the head

# of the version
rivulet: 1 # v
id: x # id

tags: # tags end
  - one # 1
  - two

steps:
  # reads
  # of a
  - id: a # first
    kind: k # kind
    with: # parameters
      # the text
      text: | # behind the bar
        # not a comment
      n: 0x10 # a number
    # in a, below
  # of b
  # b
  - id: b
    kind: k

# below steps

layout:
  a: [1, 2] # box a
  # in layout, below
# the end
`
  expect(formatText(given)).toEqual({ ok: true, value: wanted })
  expect(formatText(wanted)).toEqual({ ok: true, value: wanted })
})
