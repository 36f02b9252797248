import { describe, expect, test } from "vitest"
import { check } from "../../check/check.ts"
import { editFile, openFile } from "../../format/file.ts"
import { kindLines, parseKindLine } from "../../model/ai/kindLines.ts"
import { catalogueOf } from "../../model/catalogueOf.ts"
import { compareWorkflows } from "../../model/compare.ts"
import { createSimulatedAi } from "../../ports/ai/simulated.ts"
import { steps } from "../../steps/registry.ts"
import { triggers } from "../../triggers/registry.ts"
import { ownFields, partsOf, readProposal } from "./proposal.ts"
import { type HelperTask, questionOf, repairOf } from "./question.ts"
import { withParts } from "./withParts.ts"

const catalogue = catalogueOf(steps, triggers)
const checked = (workflow: Parameters<typeof check>[0]) => check(workflow, catalogue)
const empty = "rivulet: 1\nid: mine\nsteps: []\n"
const present = `rivulet: 1
id: mine
name: Mine
steps:
  - { id: a, kind: log, with: { message: one } }
  - { id: b, kind: log, with: { message: two } }
  - { id: c, kind: log, with: { message: three } }
`

async function asked(task: HelperTask, request: string, text = empty, more: object = {}) {
  const parts = { task, request, text, selected: [], failure: null, catalogue, ...more }
  const answer = await createSimulatedAi().chat({ provider: "simulated", messages: questionOf(parts) })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value.text
}

function proposed(answer: string, text = empty) {
  const proposal = readProposal(answer, openFile(text).workflow, checked)
  if (!proposal.ok) throw new Error(proposal.error.join("\n"))
  return proposal.value
}

test("every kind and trigger has a line that can be read back", () => {
  const lines = kindLines(catalogue).map(parseKindLine)
  expect(lines).not.toContain(null)
  expect(lines.map(line => line?.name)).toEqual([
    ...Object.keys(catalogue.kinds),
    ...Object.keys(catalogue.triggers),
  ])
  expect(lines.find(line => line?.name === "file.read")?.fields).toContainEqual({
    name: "path",
    isOptional: false,
    type: "string",
  })
})

describe("the simulated helper", () => {
  test.each([
    ["Every weekday read notes.md, summarise it and notify me", ["file.read", "ai.summarise", "notify.show"]],
    [
      "Fetch https://example.com/feed then translate it to German and save it to out.md",
      ["http.request", "ai.translate", "file.write"],
    ],
    ["Read report.csv, ask me to approve it, then write done.txt", ["file.read", "approve", "file.write"]],
  ])("%s", async (request, kinds) => {
    const { workflow } = proposed(await asked("describe", request))
    expect(workflow.steps?.map(({ kind }) => kind)).toEqual(kinds)
    expect(workflow.id).toBe("mine")
    if (request.startsWith("Every"))
      expect(workflow.triggers).toMatchObject([{ type: "schedule", with: { cron: "0 9 * * 1-5" } }])
    expect(await asked("describe", request)).toBe(await asked("describe", request))
  })

  test("answers anything with a workflow that can be used", async () => {
    for (const request of [
      "",
      "???",
      "bake a cake",
      "a, b and c",
      "x".repeat(5000),
      "{{ secrets.key }} & <b>",
    ])
      expect(proposed(await asked("describe", request)).workflow.steps?.length).toBeGreaterThan(0)
  })

  test("adds behind what is selected, mends what failed, and explains", async () => {
    const added = proposed(await asked("change", "notify me", present, { selected: ["b"] }), present)
    expect(added.workflow.steps?.map(({ id }) => id)).toEqual(["a", "b", "show", "c"])
    const failure = { step: "b", code: "x", message: "y" }
    const mended = proposed(await asked("fix", "", present, { failure }), present)
    expect(mended.comparison.steps).toMatchObject([{ id: "b", is: "changed" }])
    expect(await asked("explain", "", present)).toContain("Mine has 3 steps.")
  })
})

describe("the simulated helper changes what is there", () => {
  const named = present.replace("{ id: b,", "{ id: b, name: Tell two,")
  const changed = async (request: string, selected: string[] = []) =>
    proposed(await asked("change", request, named, { selected }), named).workflow.steps ?? []

  test("by name, or by what is selected, and nothing else", async () => {
    expect((await changed("Remove tell two")).map(({ id }) => id)).toEqual(["a", "c"])
    expect((await changed("remove a and c")).map(({ id }) => id)).toEqual(["b"])
    expect((await changed("Delete it", ["c"])).map(({ id }) => id)).toEqual(["a", "b"])
    const [a, b, c] = await changed("Retry a 3 times, limit Tell two to 30 seconds, then rename c to The end")
    expect(a).toMatchObject({ id: "a", retry: { attempts: 3 } })
    expect(b).toMatchObject({ id: "b", timeout: "30s" })
    expect(b?.retry).toBeUndefined()
    expect(c).toMatchObject({ id: "c", name: "The end" })
    expect(await changed("switch it off", ["b"])).toMatchObject([{}, { disabled: true }, {}])
  })

  test("together with steps that it adds", async () => {
    const steps = await changed("remove c, then notify me")
    expect(steps.map(({ kind }) => kind)).toEqual(["log", "log", "notify.show"])
  })

  test.each(["remove it", "make it more elegant somehow", "", "remove nothing_there"])(
    "and says that it did not understand: %s",
    async request => {
      const answer = await asked("change", request, named)
      expect(answer).toContain("I am the simulated model")
      expect(readProposal(answer, openFile(named).workflow, checked).ok).toBe(false)
    },
  )
})

test("an answer of the simulated helper that is sent back is the same question again", async () => {
  const parts = { selected: [], failure: null, catalogue }
  const question = questionOf({ ...parts, task: "change", request: "make it nicer", text: present })
  const messages = repairOf(question, "No", ["There is no YAML in the answer."])
  const again = await createSimulatedAi().chat({ provider: "simulated", messages })
  expect(again.ok && again.value.text).toContain("I am the simulated model")
})

describe("a proposal", () => {
  const workflow = openFile(present).workflow
  const answer = `Sure!\n\`\`\`yaml
rivulet: 1
id: other
name: Better
steps:
  - { id: a, kind: log, with: { message: changed } }
  - { id: n, kind: log, with: { message: new } }
  - { id: c, kind: log, with: { message: three } }
\`\`\``

  test("is compared with what is there, and never takes its place by id", () => {
    const proposal = proposed(answer, present)
    expect(proposal.workflow.id).toBe("mine")
    expect(partsOf(proposal.comparison).sort()).toEqual([ownFields, "a", "b", "n"])
  })

  test.each([
    [["a"], ["a", "b", "c"], "changed", "Mine"],
    [["n"], ["a", "n", "b", "c"], "one", "Mine"],
    [["b"], ["a", "c"], "one", "Mine"],
    [[ownFields], ["a", "b", "c"], "one", "Better"],
    [["a", "b", "n", ownFields], ["a", "n", "c"], "changed", "Better"],
    [[], ["a", "b", "c"], "one", "Mine"],
  ])("accepting %j", (accepted, ids, message, name) => {
    const merged = withParts(workflow, proposed(answer, present), new Set(accepted))
    expect(merged.steps?.map(({ id }) => id).sort()).toEqual([...ids].sort())
    expect(merged.steps?.find(({ id }) => id === "a")?.with).toEqual({ message })
    expect(merged.name).toBe(name)
    expect(checked(merged).filter(({ severity }) => severity === "error")).toEqual([])
  })

  test("a step that is not to be removed stays where it stood, and is led to as it was", () => {
    const wired = `rivulet: 1
id: mine
steps:
  - { id: a, kind: log, with: { message: one }, next: [b, c] }
  - { id: b, kind: log, with: { message: two } }
  - { id: c, kind: log, with: { message: three } }
layout:
  b: [40, 60]
`
    const without =
      "```yaml\nrivulet: 1\nid: mine\nsteps:\n  - { id: a, kind: log, with: { message: changed }, next: [c] }\n  - { id: c, kind: log, with: { message: three } }\nlayout: { c: [1, 2] }\n```"
    const merged = withParts(openFile(wired).workflow, proposed(without, wired), new Set(["a"]))
    const [a] = merged.steps ?? []
    expect(a?.with).toEqual({ message: "changed" })
    expect([a?.next].flat().sort()).toEqual(["b", "c"])
    expect(merged.layout).toMatchObject({ b: [40, 60] })
  })

  const yaml = (steps: string) => `rivulet: 1\nid: mine\nsteps:\n${steps}`
  const fenced = (text: string) => `\`\`\`yaml\n${text}\`\`\``

  test("a step that is not to be removed is not led past either", () => {
    const wired = yaml(`  - { id: a, kind: log, with: { message: one }, next: b }
  - { id: b, kind: log, with: { message: two }, next: c }
  - { id: c, kind: log, with: { message: three } }
`)
    const past = yaml(`  - { id: a, kind: log, with: { message: changed }, next: c }
  - { id: c, kind: log, with: { message: three } }
`)
    const merged = withParts(openFile(wired).workflow, proposed(fenced(past), wired), new Set(["a"]))
    expect(merged.steps?.map(({ id, next }) => [id, next])).toEqual([
      ["a", "b"],
      ["b", "c"],
      ["c", undefined],
    ])
  })

  describe("in containers", () => {
    const inside = (text: string) =>
      yaml(`  - { id: first, kind: log, with: { message: first } }
  - id: g
    kind: group
    steps:
${text}`)
    const one = "      - { id: a, kind: log, with: { message: one } }\n"
    const two = "      - { id: b, kind: log, with: { message: two } }\n"
    const three = "      - { id: c, kind: log, with: { message: three } }\n"
    const whole = inside(one + two + three)
    const accepting = (after: string, before: string, ...accepted: string[]) => {
      const file = openFile(before)
      const merged = withParts(file.workflow, proposed(fenced(after), before), new Set(accepted))
      expect(checked(merged).filter(({ severity }) => severity === "error")).toEqual([])
      return { merged, differs: compareWorkflows(file.workflow, merged) }
    }
    const nothing = { steps: [], wires: [], fields: [] }
    const idsIn = (steps: readonly { readonly id: string }[] | undefined) => steps?.map(({ id }) => id)

    test("a step that is not to be removed stays where it stood", () => {
      const less = inside(one.replace("one", "new") + three)
      const { merged, differs } = accepting(less, whole, "a")
      expect(differs).toMatchObject({ ...nothing, steps: [{ id: "a", is: "changed" }] })
      expect(idsIn(merged.steps?.[1]?.steps)).toEqual(["a", "b", "c"])
      expect(accepting(less, whole).differs).toEqual(nothing)
    })

    test("a step that is not to be removed is led to as it was, in a scope that is wired", () => {
      const wire = (line: string, to: string) => line.replace(" }\n", `, next: ${to} }\n`)
      const wired = inside(wire(one, "b") + wire(two, "c") + three)
      const past = inside(wire(one.replace("one", "new"), "c") + three)
      const { merged, differs } = accepting(past, wired, "a")
      expect(differs).toMatchObject({ ...nothing, steps: [{ id: "a", is: "changed" }] })
      expect(merged.steps?.[1]?.steps?.map(({ next }) => next)).toEqual(["b", "c", undefined])
    })

    test("a container goes or stays with all that it holds, as one part", () => {
      const without = yaml("  - { id: first, kind: log, with: { message: new } }\n")
      expect(partsOf(proposed(fenced(without), whole).comparison)).toEqual(["first", "g"])
      const { merged, differs } = accepting(without, whole, "first")
      expect(differs).toMatchObject({ ...nothing, steps: [{ id: "first", is: "changed" }] })
      expect(idsIn(merged.steps?.[1]?.steps)).toEqual(["a", "b", "c"])
      expect(idsIn(accepting(without, whole, "g").merged.steps)).toEqual(["first"])
    })

    const flat = yaml(`  - { id: first, kind: log, with: { message: first } }
  - { id: a, kind: log, with: { message: one } }
`)
    test("a step stays in the container that stays, or goes out of it", () => {
      const before = inside(one + two)
      expect(accepting(flat, before).differs).toEqual(nothing)
      const { merged } = accepting(flat, before, "a")
      expect(idsIn(merged.steps)).toEqual(expect.arrayContaining(["first", "g", "a"]))
      expect(idsIn(merged.steps?.find(({ id }) => id === "g")?.steps)).toEqual(["b"])
    })

    test("a step that a refused container was to hold stays where it is", () => {
      for (const accepted of [[], ["a"]])
        expect(accepting(inside(one), flat, ...accepted).differs).toEqual(nothing)
      const { merged } = accepting(inside(one), flat, "a", "g")
      expect(idsIn(merged.steps)).toEqual(["first", "g"])
    })

    test("a trigger that was to begin at a refused step begins at the entries", () => {
      const begins = (next: string) =>
        `${flat}  - { id: n, kind: log, with: { message: new } }\ntriggers:\n  - { id: t, type: manual${next} }\n`
      const { merged } = accepting(begins(", next: n"), flat, ownFields)
      expect(merged.triggers).toEqual([{ id: "t", type: "manual" }])
    })
  })

  test("a part is refused in a scope that ran in list order and is wired now", () => {
    const wired = yaml(`  - { id: a, kind: log, with: { message: other }, next: { success: b, failure: c } }
  - { id: b, kind: log, with: { message: new }, next: c }
  - { id: c, kind: log, with: { message: three } }
`)
    const merged = withParts(workflow, proposed(fenced(wired), present), new Set(["b"]))
    expect(compareWorkflows(workflow, merged)).toMatchObject({
      ...{ steps: [{ id: "b", is: "changed" }], wires: [], fields: [] },
    })
  })

  test("what is accepted whole changes the text where it changes something, and nowhere else", () => {
    const file = openFile(
      yaml(`  - { id: a, kind: log, with: { message: one }, next: [b] } # mine
  - { id: b, kind: log, with: { message: two }, next: { success: c } }
  - { id: c, kind: log, with: { message: three } }
`),
    )
    const answer = fenced(`rivulet: 1
id: mine
steps:
  - id: a
    kind: log
    with: { message: one }
    next: b
  - id: b
    kind: log
    with: { message: two }
    next: { success: c, failure: a }
  - id: c
    kind: log
    with: { message: three }
`)
    const proposal = proposed(answer, file.text)
    const after = withParts(file.workflow, proposal, new Set(partsOf(proposal.comparison)))
    expect(editFile(file, after).text).toBe(
      file.text.replace("next: { success: c }", "next: { success: c, failure: a }"),
    )
  })

  test("a wire to a step that was not accepted goes", () => {
    const wired =
      "```yaml\nrivulet: 1\nid: mine\nname: Mine\nsteps:\n  - { id: a, kind: log, with: { message: one }, next: n }\n  - { id: n, kind: log, with: { message: new }, next: b }\n  - { id: b, kind: log, with: { message: two }, next: c }\n  - { id: c, kind: log, with: { message: three } }\n```"
    const merged = withParts(workflow, proposed(wired, present), new Set(["a", "b"]))
    expect(JSON.stringify(merged)).not.toContain('"n"')
    expect(checked(merged).filter(({ severity }) => severity === "error")).toEqual([])
  })

  test.each([
    ["I cannot help with that.", "no YAML"],
    ["```yaml\nsteps: [\n```", ""],
    ["```yaml\nrivulet: 1\nid: x\nsteps:\n  - { id: a, kind: no.such }\n```", "no.such"],
    ["```yaml\nrivulet: 1\nid: x\nsteps:\n  - { id: a, kind: file.read, with: {} }\n```", "path"],
  ])("that cannot be used says why: %s", (text, why) => {
    const proposal = readProposal(text, workflow, checked)
    expect(proposal.ok).toBe(false)
    expect(!proposal.ok && proposal.error.join()).toContain(why)
  })
})
