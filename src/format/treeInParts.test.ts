import fc from "fast-check"
import { expect, test } from "vitest"
import { finished } from "../lib/finished.ts"
import { arbitraryWorkflow } from "../model/testing/arbitraryWorkflow.ts"
import type { Workflow } from "../model/workflow.ts"
import { openFile, openInParts, treeOfFile } from "./file.ts"
import { readTree } from "./readTree.ts"
import { arbitrarySprinkling, sprinkle } from "./testing/sprinkle.ts"
import { treeInParts } from "./treeInParts.ts"
import { writeWorkflow } from "./write.ts"

/** How often a text that is read in parts lets others have their turn. */
function restsOf(text: string): number {
  let rests = 0
  for (const _ of treeInParts(text)) rests++
  return rests
}

function expectAlike(text: string): void {
  expect(finished(treeInParts(text)), text).toEqual(readTree(text))
}

/** A list of so many steps, with what may stand in and between them. */
function listOf(count: number, indent = "  "): string {
  const steps = Array.from({ length: count }, (_, index) => [
    `- id: s${index} # mine`,
    "  kind: log",
    ...(index % 3 === 0
      ? ["  with:", "    message: |+", "      - id: none", "", "      # none", "", ""]
      : []),
    ...(index % 3 === 1 ? ['  name: "over', '    two lines"', "# between"] : []),
    ...(index % 3 === 2 ? ["  with: { message: [a,", "    b] }", "  next: [s0,", "    s1]"] : []),
  ])
  return steps
    .flat()
    .map(line => (line === "" || line.startsWith("#") ? line : indent + line))
    .join("\n")
}

/** Where so many steps stand. */
function placesOf(count: number, indent = "  "): string {
  return Array.from({ length: count }, (_, index) => `${indent}s${index}: [${index}, 2] # here`).join("\n")
}

const long = `rivulet: 1\nid: a\nsteps: # all\n\n${listOf(300)}\n\n# last\nlayout:\n${placesOf(300)}\n`

test("a long list is read in parts, and is the same tree as when it is read as one", () => {
  expectAlike(long)
  expect(restsOf(long)).toBeGreaterThan(5)
  for (const text of [
    `id: a\nsteps:\n${listOf(200, "")}\nname: b\n`,
    `id: a\nsteps:\n${listOf(200)}`,
    long.replaceAll("\n", "\r\n"),
    `steps:\n${listOf(60)}\nsettings:\n  timeout: 1m\n`,
    `layout: # first\n${placesOf(300)}\n\nsteps:\n${listOf(60)}\nid: a\n`,
    `layout:\n  # none\n${placesOf(300, "    ")}`,
  ]) {
    expectAlike(text)
    expect(restsOf(text), text.slice(0, 60)).toBeGreaterThan(1)
  }
})

test("what is wrong or unusual is what reading it as one says", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`
  const nested = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${"  ".repeat(level + 2)}k:`).join("\n")
  for (const text of [
    long.replace("s150 # mine", "s150: b: c"),
    long.replace("- id: s150", "-\n    id: s150"),
    long.replace("  - id: s150", " - id: s150"),
    long.replace("  - id: s150", "- id: s150"),
    long.replace("  - id: s150", "\t- id: s150"),
    long.replace("  - id: s150", "---\n  - id: s150"),
    long.replace("id: s150", "id: &anchor s150"),
    long.replace("id: s150", "id: !!str s150"),
    long.replace("id: s150", "id: s150\n    id: again"),
    long.replace("id: s150", `id: "s150`),
    long.replace("id: s150", "id: { s150"),
    long.replace("id: s150", "__proto__: s150"),
    `${long}steps:\n  - id: twice\n`,
    `${long}id: twice\n`,
    `${long}  s0: [3, 4]\n`,
    `${long}  s299: [3, 4]\n`,
    long.replace("s200: [", "s0: ["),
    long.replace("s200: [", '"s200": ['),
    long.replace("s200: [", "s200: {"),
    long.replace("  s200: [", " s200: ["),
    `layout:\nid: a\nname: b\n`,
    `note: |\n  a\n${long}`,
    `note: "over\nsteps:\n  - id: a\n  - id: b\n  lines"\n`,
    long.replace("id: a", "id: a\n# steps:\nsteps2:\n  - 1\n  - 2"),
    ...[97, 98, 99, 100, 101].flatMap(levels => [
      long.replace("kind: log\n  - id: s150", `kind: ${deep(levels)}\n  - id: s150`),
      `steps:\n  - id: a\n  - id: b\n${nested(levels)}\n`,
      `steps:\n  - id: a\n  - id: b\n    with: ${deep(levels)}\n`,
    ]),
    ...["", "steps:", "steps: []", "steps:\n  - a\n", "- id: a\n- id: b\n", "steps:\n  - a\n  - b\n..."],
  ])
    expectAlike(text)
})

test("any workflow, with comments anywhere, is the same read in parts and read as one", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, arbitrarySprinkling, (workflow: Workflow, comments) => {
      const text = sprinkle(writeWorkflow(workflow), comments)
      expectAlike(text)
      const [inParts, asOne] = [finished(openInParts(text)), openFile(text)]
      expect(treeOfFile(inParts)).toEqual(treeOfFile(asOne))
      expect(inParts.workflow).toEqual(asOne.workflow)
      expect(inParts.problems).toEqual(asOne.problems)
      expect(finished(openInParts(text, asOne.workflow)).workflow).toBe(asOne.workflow)
    }),
    { numRuns: 40 },
  )
})
